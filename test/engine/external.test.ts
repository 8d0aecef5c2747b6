import { existsSync, statSync, truncateSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { main } from "../../packages/engine/src/command/heatlas-explain.ts";
import { findExpected, readGolden, worstError } from "../../packages/engine/src/golden/net.ts";
import {
  admit,
  compileExplainer,
  dataFilesIn,
  EngineError,
  explain,
  openPool,
} from "../../packages/engine/src/index.ts";
import { type Entries, type Split, splitModel, writeData } from "./external-data.ts";
import { goldenRoot } from "./golden.ts";
import { tinyClassifier, tinyModel } from "./tiny-model.ts";

const net = readGolden(goldenRoot, "residual");
const whole = await readFile(join(net.folder, "model_bnkept.onnx"));
const pictures = { data: net.pixels, shape: [2, 3, 16, 16] };
const methods = ["vanilla", "guided", "grad-cam", "lrp-epsilon"];

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "heatlas-external-"));
});
afterAll(() => rm(scratch, { recursive: true }));

/** A folder with the model and its data files; answers the model's path. */
async function lay({ onnx, pieces }: Split, name = "net.onnx"): Promise<string> {
  const folder = await mkdtemp(join(scratch, "model-"));
  await writeFile(join(folder, name), onnx);
  writeData(folder, pieces);
  return join(folder, name);
}

async function mapsOf(model: string) {
  const explainer = await explain(model, { methods, threads: 1 });
  const { maps, logits } = await explainer.run(pictures, net.targets);
  await explainer.close();
  return { logits, ...Object.fromEntries(methods.map((method) => [method, maps[method]!.data])) };
}

/** The refusal of a model whose folder is `folder`. */
function refusal(file: Uint8Array, folder?: string): EngineError {
  try {
    admit(file, { data: folder === undefined ? undefined : dataFilesIn(folder) });
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError);
    expect((error as EngineError).message).toMatch(/^[A-Z][^\n]*\.$/);
    return error as EngineError;
  }
  throw new Error("the model was admitted");
}

describe("a model with its weights in data files gives the same maps, bit for bit", () => {
  test.each<[string, Parameters<typeof splitModel>[1]]>([
    ["one file", {}],
    ["only its large tensors outside", { from: 1024 }],
    ["at odd offsets", { gap: 7 }],
    ["a file each", { file: (tensor) => `${tensor.replaceAll("/", "_")}.bin` }],
    ["lengths left out", { entries: ({ length: _, ...rest }) => rest }],
    ["what else a writer notes", { entries: (all) => ({ ...all, checksum: "da39a3ee", basepath: "/somewhere/else" }) }],
  ])("%s", async (_, options) => {
    const split = splitModel(whole, options);
    expect(split.pieces.length).toBeGreaterThan(3);
    expect(await mapsOf(await lay(split))).toEqual(await mapsOf(await lay({ onnx: whole, pieces: [] })));
  });

  test("as links to elsewhere, as caches of models keep them", async () => {
    const path = await lay(splitModel(whole));
    const folder = await mkdtemp(join(scratch, "links-"));
    await symlink(path, join(folder, "net.onnx"));
    await symlink(path.replace("net.onnx", "weights.bin"), join(folder, "weights.bin"));
    expect(await mapsOf(join(folder, "net.onnx"))).toEqual(await mapsOf(path));
  });

  test("where the temporary folder is on another disk: beside its files, and nothing stays", async ({ skip }) => {
    const path = await lay(splitModel(whole));
    const folder = path.replace("/net.onnx", "");
    const memory = "/dev/shm";
    if (!existsSync(memory) || statSync(memory).dev === statSync(folder).dev) skip("there is no other disk");
    vi.stubEnv("TMPDIR", memory);
    const own = async (place: string) => (await readdir(place)).filter((name) => name.startsWith("heatlas-explain-"));
    const before = await own(memory);
    const explainer = await explain(path, { methods: ["vanilla"], threads: 1 });
    const { maps } = await explainer.run(pictures, net.targets);
    const opened = await own(folder);
    await explainer.close();
    vi.unstubAllEnvs();
    expect(worstError(maps.vanilla!.data, findExpected(net, "vanilla")!)).toBeLessThan(1e-5);
    expect(opened).toHaveLength(1);
    expect((await readdir(folder)).sort()).toEqual(["net.onnx", "weights.bin"]);
    expect(await own(memory)).toEqual(before);
  });

  test("from its bytes, with the folder of its data named", async () => {
    const path = await lay(splitModel(whole));
    const options = { methods: ["vanilla"], threads: 1 };
    const explainer = await explain(await readFile(path), { ...options, dataFolder: path.replace("/net.onnx", "") });
    const { maps } = await explainer.run(pictures, net.targets);
    await explainer.close();
    expect(worstError(maps.vanilla!.data, findExpected(net, "vanilla")!)).toBeLessThan(1e-5);
  });

  test("beyond 2 and 4 GiB of the data file, read by position", async ({ skip }) => {
    const far = splitModel(whole, { gap: (index) => (index === 0 ? 2 ** 31 + 1 : index < 3 ? 2 ** 31 : 3) });
    expect(far.pieces[0]!.offset).toBeGreaterThan(2 ** 31);
    expect(far.pieces.some(({ offset, bytes }) => offset > 2 ** 32 && bytes.length >= 1024)).toBe(true);
    const path = await lay(far);
    const { blocks, size } = statSync(path.replace("net.onnx", "weights.bin"));
    // A file system without holes would have to hold all of it.
    if (blocks * 512 > 2 ** 24) skip("the file system keeps no holes");
    expect(size).toBeGreaterThan(6 * 2 ** 30);
    expect(await mapsOf(path)).toEqual(await mapsOf(await lay({ onnx: whole, pieces: [] })));
  });
});

describe("through the pool", () => {
  const preprocessing = {
    width: 16,
    height: 16,
    mean: [127.5, 127.5, 127.5],
    std: [64, 64, 64],
    standardise: "fixed",
    channelOrder: "rgb",
    cropShare: 0.875,
  } as const;

  test("it is admitted and explained where its data lies beside it, and asked for where nobody says where", async () => {
    const folder = await mkdtemp(join(scratch, "pool-"));
    const split = splitModel(whole, { gap: 5 });
    await writeFile(join(folder, "model.onnx"), split.onnx);
    writeData(folder, split.pieces);
    const inside = join(folder, "inside");
    await mkdir(inside);
    await writeFile(join(inside, "model.onnx"), whole);
    const picture = join(folder, "picture.png");
    await sharp({ create: { width: 40, height: 30, channels: 3, background: "#2a7f9c" } })
      .png()
      .toFile(picture);
    const pool = openPool({
      size: 1,
      scratch: join(scratch, "children"),
      memoryLimitBytes: 2 ** 31,
      threadsPerChild: 1,
    });
    try {
      const path = join(folder, "model.onnx");
      const admission = await pool.admit(path, { dataFolder: folder });
      expect(admission).toEqual({
        ...(await pool.admit(join(inside, "model.onnx"))),
        dataFiles: [{ name: "weights.bin", bytes: statSync(join(folder, "weights.bin")).size }],
      });
      await expect(pool.admit(path)).rejects.toMatchObject({
        code: "data-missing",
        fields: { files: [{ name: "weights.bin", bytes: admission.dataFiles[0]!.bytes, present: false }] },
      });
      const explained = async (modelFolder: string) => {
        const pictures = [{ path: picture, target: -1, methods: [0, 1] }];
        const requests = [{ slug: "guided" }, { slug: "lrp-epsilon" }];
        const job = { modelFolder, methods: requests, preprocessing, view: "centre", pictures } as const;
        return (await pool.explain(job)).pictures;
      };
      expect(await explained(folder)).toEqual(await explained(inside));
    } finally {
      await pool.close();
    }
  });
});

describe("a compiled explainer", () => {
  test("borrows from the data file what it does not need to know, and stays small", async () => {
    const path = await lay(splitModel(whole));
    const data = dataFilesIn(path.replace("/net.onnx", ""));
    const { onnx, dataFiles, graph } = compileExplainer(await readFile(path), [{ slug: "vanilla" }], { data });
    expect(dataFiles).toEqual(["weights.bin"]);
    const places = [...graph.values.values()].flatMap(({ tensor }) => tensor?.borrowed?.location ?? []);
    expect(new Set(places)).toEqual(new Set(["weights.bin"]));
    expect(onnx.length).toBeLessThan(whole.length);
  });

  test("stands alone where asked to, its weights inside", async () => {
    const explainer = await explain(await lay(splitModel(whole)), { methods: ["guided"], shares: false });
    const session = await InferenceSession.create(explainer.toOnnx(), { intraOpNumThreads: 1 });
    const results = await session.run({
      input: new Tensor("float32", net.pixels, [2, 3, 16, 16]),
      target: new Tensor("int64", BigInt64Array.from(net.targets, BigInt), [2]),
    });
    await session.release();
    expect(worstError(results.guided!.data as Float32Array, findExpected(net, "guided")!)).toBeLessThan(1e-5);
  });

  test("with more than 2 GiB of weights does not stand alone, and says what does", async () => {
    const wide = 3_000_000;
    const { onnx } = splitModel(
      tinyModel({
        outputs: { scores: ["N", 4] },
        nodes: [
          { op: "Flatten", inputs: ["image"], outputs: ["flat"] },
          { op: "Gemm", inputs: ["flat", "A"], outputs: ["hidden"], attributes: { transB: 1 } },
          { op: "Gemm", inputs: ["hidden", "B"], outputs: ["scores"], attributes: { transB: 1 } },
        ],
        tensors: {
          A: { dims: [wide, 192], data: [], external: "weights.bin" },
          B: { dims: [4, wide], data: [], external: "weights.bin" },
        },
      }),
    );
    const path = await lay({ onnx, pieces: [{ name: "weights.bin", offset: 0, bytes: new Uint8Array(1) }] });
    truncateSync(path.replace("net.onnx", "weights.bin"), wide * 192 * 4);
    const explainer = await explain(path, { methods: ["vanilla"] });
    expect(explainer.compiled.onnx.length).toBeLessThan(10_000);
    expect(() => explainer.toOnnx()).toThrow(
      expect.objectContaining({ code: "onnx-limit", message: expect.stringContaining("2.2 GiB of weights") }),
    );
  });
});

describe("heatlas-explain", () => {
  const run = async (model: string, out: string) => {
    const lines: string[] = [];
    const spies = (["log", "error"] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((line) => lines.push(line)),
    );
    const input = join(net.folder, "input.npy");
    const code = await main([model, "--input", input, "--method", "vanilla", "--out", join(scratch, out)]);
    for (const spy of spies) spy.mockRestore();
    return { code, text: lines.join("\n") };
  };

  test("takes a model with its data file beside it, and names the file that is missing", async () => {
    const path = await lay(splitModel(whole));
    expect(await run(path, "with.npy")).toMatchObject({ code: 0 });
    await rm(path.replace("net.onnx", "weights.bin"));
    expect(await run(path, "without.npy")).toEqual({
      code: 1,
      text: 'The model keeps its weights in the file "weights.bin" beside it, which is missing; give it with the model.',
    });
  });
});

describe("one clear sentence refuses", () => {
  const relu = { op: "Relu", inputs: ["image"], outputs: ["features"] };
  const at = (location: string) =>
    tinyClassifier([relu], 3, { tensors: { W: { dims: [4, 3], data: [], external: location } } });

  test.each([
    "../weights.bin",
    "../../etc/passwd",
    "/etc/passwd",
    "data/weights.bin",
    "./weights.bin",
    "..\\weights.bin",
    "C:\\weights.bin",
    "..",
    ".",
    "",
    "weights\u0000.bin",
    "line\nbreak",
    "*/_ORT_MEM_ADDR_/*",
    "model.onnx",
    "MODEL.ONNX",
    "explainer-0123456789abcdef0123456789abcdef.onnx",
    "n".repeat(256),
  ])("data at %j, which is no plain name of a file of its own", (location) => {
    const { code, message } = refusal(at(location), scratch);
    expect(code).toBe("external-data");
    expect(message).toContain('"W"');
    expect(message.length).toBeLessThan(500);
  });

  test("data that is missing, naming the files and how much of each is read", () => {
    const file = (names: string[]) =>
      tinyClassifier([relu], 3, {
        tensors: Object.fromEntries(
          names.map((name, i) => [i === 0 ? "W" : `unused ${i}`, { dims: [4, 3], data: [], external: name }]),
        ),
      });
    expect(refusal(file(["a.bin"])).message).toContain('in the file "a.bin" beside it, which is missing; give it');
    expect(refusal(file(["a", "b"])).message).toContain(
      'in the files "a" and "b" beside it, which are missing; give them',
    );
    expect(refusal(file(["a", "b", "c", "d", "e"])).message).toContain('"a", "b", "c" and 2 more');
    expect(refusal(file(["a", "b"])).fields).toEqual({
      files: ["a", "b"].map((name) => ({ name, bytes: 48, present: false })),
    });
  });

  test("a folder in a data file's place", async () => {
    await mkdir(join(scratch, "folder.bin"));
    expect(refusal(at("folder.bin"), scratch).code).toBe("data-missing");
  });

  test("what is wrong with a model's graph, before its data is there", () => {
    const foreign = { op: "Magic", domain: "com.example", inputs: ["image"], outputs: ["features"], name: "odd" };
    const odd = tinyClassifier([foreign], 30, {
      tensors: { W: { dims: [4, 30], data: [], external: "weights.bin" } },
    });
    expect(refusal(odd)).toMatchObject({ code: "unsupported-op", fields: { node: "odd" } });
  });

  const split = (entries: (all: Entries) => Entries) => splitModel(whole, { entries });

  test.each<[string, string, (all: Entries) => Entries]>([
    ["a length that is not the shape's", "model-inconsistent", (all) => ({ ...all, length: "12" })],
    ["a negative offset", "model-inconsistent", (all) => ({ ...all, offset: "-8" })],
    ["an offset in words", "model-inconsistent", (all) => ({ ...all, offset: "zero" })],
    ["a hexadecimal offset", "model-inconsistent", (all) => ({ ...all, offset: "0x10" })],
    ["an offset beyond all files", "model-inconsistent", (all) => ({ ...all, offset: "9007199254740991" })],
    ["an offset of a hundred digits", "model-inconsistent", (all) => ({ ...all, offset: "9".repeat(100) })],
    ["an offset where the file has ended", "data-too-short", (all) => ({ ...all, offset: "4000000" })],
    ["no location", "external-data", ({ location: _, ...rest }) => rest],
  ])("%s", async (_, code, entries) => {
    const path = await lay(split(entries));
    expect(refusal(await readFile(path), path.replace("/net.onnx", "")).code).toBe(code);
  });

  test("a data file that is cut short, with the byte at which it ends", async () => {
    const { onnx, pieces } = splitModel(whole);
    const end = Math.max(...pieces.map(({ offset, bytes }) => offset + bytes.length));
    const path = await lay({ onnx, pieces });
    truncateSync(path.replace("net.onnx", "weights.bin"), end - 1);
    const { code, message } = refusal(onnx, path.replace("/net.onnx", ""));
    expect(code).toBe("data-too-short");
    expect(message).toContain(`"weights.bin" has ${end - 1} bytes`);
    expect(message).toContain(`ends at byte ${end}`);
  });

  test("texts in a data file", () => {
    const file = tinyClassifier([relu], 3, {
      tensors: { words: { dims: [2], data: [], external: "weights.bin", type: "string" } },
    });
    expect(refusal(file)).toMatchObject({ code: "model-inconsistent", fields: {} });
  });
});
