import { mkdtempSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { main } from "../../packages/engine/src/command/heatlas-explain.ts";
import { findExpected, readGolden, repeatImages, worstError } from "../../packages/engine/src/golden/net.ts";
import { explain, readNpy } from "../../packages/engine/src/index.ts";
import { arrayToNpy } from "../oracle/to-npy.ts";
import { goldenRoot } from "./golden.ts";
import { tinyModel } from "./tiny-model.ts";

const net = readGolden(goldenRoot, "residual");
const model = join(net.folder, "model_bnkept.onnx");
const pictures = { data: net.pixels, shape: [2, 3, 16, 16] };

const scratch = mkdtempSync(join(tmpdir(), "heatlas-explain-test-"));
afterAll(() => rm(scratch, { recursive: true }));

describe("explain", () => {
  test("runs a model from its path or its bytes, for the predicted class by default", async () => {
    for (const source of [model, await readFile(model)]) {
      const explainer = await explain(source, { methods: ["vanilla", "grad-cam"], threads: 1 });
      const { maps, targets } = await explainer.run(pictures, net.targets);
      expect(worstError(maps.vanilla!.data, findExpected(net, "vanilla")!)).toBeLessThan(1e-5);
      expect(targets).toEqual(net.targets);
      const { logits, targets: predicted } = await explainer.run(pictures);
      for (const [i, target] of predicted.entries()) {
        expect(logits[i * 5 + target]).toBe(Math.max(...logits.subarray(i * 5, i * 5 + 5)));
      }
      await explainer.close();
    }
  });

  test("leaves nothing behind and lets the model's file alone", async () => {
    const before = await readFile(model);
    const explainer = await explain(model, { methods: ["vanilla"], threads: 1 });
    await explainer.run(pictures);
    await explainer.close();
    expect(await readFile(model)).toEqual(before);
  });
});

describe("toOnnx", () => {
  const targets = BigInt64Array.from(net.targets, BigInt);

  async function standalone(): Promise<Uint8Array> {
    const explainer = await explain(model, { methods: ["vanilla", "guided", "grad-cam"], shares: false });
    return explainer.toOnnx();
  }

  test("stands alone: it runs from memory, with its weights inside", async () => {
    const session = await InferenceSession.create(await standalone(), { intraOpNumThreads: 1 });
    expect(session.inputNames).toEqual(["input", "target"]);
    for (const n of [1, 3]) {
      const results = await session.run({
        input: new Tensor("float32", repeatImages(net, net.pixels, n), [n, 3, 16, 16]),
        target: new Tensor(
          "int64",
          BigInt64Array.from({ length: n }, (_, i) => targets[i % 2]!),
          [n],
        ),
      });
      expect(
        worstError(results.guided!.data as Float32Array, repeatImages(net, findExpected(net, "guided")!, n)),
      ).toBeLessThan(1e-5);
    }
    await session.release();
  });
});

test("a model that is not there is told in one sentence", async () => {
  await expect(explain("missing.onnx", { methods: ["vanilla"] })).rejects.toMatchObject({ code: "no-such-file" });
});

test("a Split whose last part is read by nobody is left whole in every program", async () => {
  const split = tinyModel({
    opset: 13,
    outputs: { logits: ["N", 2] },
    nodes: [
      { op: "GlobalAveragePool", inputs: ["image"], outputs: ["pooled"] },
      { op: "Flatten", inputs: ["pooled"], outputs: ["flat"] },
      { op: "Split", inputs: ["flat", "sizes"], outputs: ["logits", "rest"], attributes: { axis: 1 } },
    ],
    tensors: { sizes: { dims: [2], data: [2, 1], type: "int64" } },
  });
  const explainer = await explain(split, { methods: ["vanilla", "integrated-gradients"], threads: 1 });
  const image = Float32Array.from({ length: 192 }, (_, i) => Math.sin(i));
  const { maps } = await explainer.run({ data: image, shape: [1, 3, 8, 8] }, [1]);
  await explainer.close();
  const expected = image.map((v, i) => (i >= 64 && i < 128 ? v / 64 : 0));
  expect(worstError(maps["integrated-gradients"]!.data, expected)).toBeLessThan(1e-5);
});

describe("what the runtime refuses", () => {
  test("is told in one sentence, without paths", async () => {
    // A pool padded by its whole kernel, which ONNX allows and the runtime does not.
    const padded = tinyModel({
      outputs: { logits: ["N", 3] },
      nodes: [
        { op: "MaxPool", inputs: ["image"], outputs: ["a"], attributes: { kernel_shape: [2, 2], pads: [2, 0, 0, 0] } },
        { op: "GlobalAveragePool", inputs: ["a"], outputs: ["pooled"] },
        { op: "Flatten", inputs: ["pooled"], outputs: ["logits"] },
      ],
    });
    const explainer = await explain(padded, { methods: ["vanilla", "occlusion"], threads: 1 });
    await expect(explainer.run({ data: new Float32Array(192), shape: [1, 3, 8, 8] })).rejects.toMatchObject({
      code: "runtime-refused",
      message: expect.stringMatching(
        /^ONNX Runtime cannot run this model: Pad should be smaller than kernel;[^/\n]+\.$/,
      ),
    });
    await explainer.close();
  });
});

describe("heatlas-explain", () => {
  async function run(...args: string[]): Promise<{ code: number; text: string }> {
    const lines: string[] = [];
    const spies = (["log", "error"] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((line) => lines.push(line)),
    );
    const code = await main(args);
    for (const spy of spies) spy.mockRestore();
    return { code, text: lines.join("\n") };
  }

  const out = (name: string) => join(scratch, name);
  const read = async (name: string) => readNpy(await readFile(out(name)));
  const input = ["--input", join(net.folder, "input.npy")];

  beforeAll(async () => {
    await mkdir(out("folder.npy"));
    const shape = [2, 3, 16, 16];
    const files: Record<string, Uint8Array> = {
      float64: arrayToNpy(Float64Array.from(net.pixels), shape),
      nan: arrayToNpy(net.pixels.with(300, Number.NaN), shape),
      none: arrayToNpy(new Float32Array(0), [0, 3, 16, 16]),
      half: arrayToNpy(net.pixels, shape).subarray(0, 3000),
    };
    for (const [name, bytes] of Object.entries(files)) await writeFile(out(`${name}.npy`), bytes);
  });

  test("writes the raw signed map of a preprocessed batch, a class for each picture", async () => {
    const { code, text } = await run(
      model,
      ...input,
      "--method",
      "vanilla",
      "--target",
      net.targets.join(),
      "--out",
      out("v.npy"),
    );
    expect(code).toBe(0);
    expect(text).toMatch(/picture 0: class \d \(\d+\.\d %, logit -?\d/);
    const { data, shape } = await read("v.npy");
    expect(shape).toEqual([2, 3, 16, 16]);
    expect(worstError(data as Float32Array, findExpected(net, "vanilla")!)).toBeLessThan(1e-5);
  });

  test("writes a CAM at its layer's own grid, at the layer that is named", async () => {
    await run(
      model,
      ...input,
      "--method",
      "grad-cam",
      "--layer",
      "/cam/r2/Relu_output_0",
      "--target",
      net.targets.join(),
      "--out",
      out("c.npy"),
    );
    const { data, shape } = await read("c.npy");
    expect(shape).toEqual([2, 1, 8, 8]);
    expect(worstError(data as Float32Array, findExpected(net, "gradcam_raw")!)).toBeLessThan(1e-5);
  });

  test("takes a method's parameters", async () => {
    await run(
      model,
      ...input,
      "--method",
      "lrp-epsilon",
      "--set",
      `epsilon=${net.lrpEpsilon}`,
      "--target",
      net.targets.join(),
      "--out",
      out("r.npy"),
    );
    expect(worstError((await read("r.npy")).data as Float32Array, findExpected(net, "lrp_eps")!)).toBeLessThan(1e-4);
  });

  test("explains a photo once for each class, in colours, a file each", async () => {
    const sharp = (await import("sharp")).default;
    await sharp({ create: { width: 40, height: 30, channels: 3, background: "#c08040" } })
      .jpeg()
      .toFile(out("photo.jpg"));
    const { code, text } = await run(
      model,
      out("photo.jpg"),
      "--method",
      "guided",
      "--target",
      "1,3",
      "--out",
      out("m.png"),
    );
    expect(code).toBe(0);
    expect(text).toContain("m-0.png");
    expect(await sharp(out("m-1.png")).metadata()).toMatchObject({ format: "png", width: 16, height: 16 });
  });

  test.each([
    ["an unknown option", 2, [model, ...input, "--method", "vanilla", "--out", "x.npy", "--nonsense", "1"]],
    ["no method", 2, [model, ...input, "--out", "x.npy"]],
    ["another ending than .png or .npy", 2, [model, ...input, "--method", "vanilla", "--out", "x.gif"]],
    ["an unknown method", 1, [model, ...input, "--method", "magic", "--out", "x.npy"]],
    ["a class that the model lacks", 1, [model, ...input, "--method", "vanilla", "--target", "5", "--out", "x.npy"]],
    [
      "a layer that the model lacks",
      1,
      [model, ...input, "--method", "grad-cam", "--layer", "nowhere", "--out", "x.npy"],
    ],
    ["a model that is not there", 1, ["missing.onnx", ...input, "--method", "vanilla", "--out", "x.npy"]],
    [
      "a batch of another size",
      1,
      [model, "--input", join(goldenRoot, "bn_conv", "input.npy"), "--method", "vanilla", "--out", "x.npy"],
    ],
    [
      "a class left out between commas",
      2,
      [model, ...input, "--method", "vanilla", "--target", "1,", "--out", "x.npy"],
    ],
    ["an option without its value", 2, [model, ...input, "--method", "--out", "x.npy"]],
    ["deviations of zero", 2, [model, ...input, "--method", "vanilla", "--std", "0,1,1", "--out", "x.npy"]],
    [
      "a colour map that there is not",
      2,
      [model, ...input, "--method", "vanilla", "--colour-map", "grey", "--out", "x.png"],
    ],
    ["a folder that is not there", 1, [model, ...input, "--method", "vanilla", "--out", "nowhere/x.npy"]],
    ["a folder in place of a file", 1, [model, ...input, "--method", "vanilla", "--out", out("folder.npy")]],
    ["pictures in float64", 1, [model, "--input", out("float64.npy"), "--method", "vanilla", "--out", "x.npy"]],
    ["pictures that hold NaN", 1, [model, "--input", out("nan.npy"), "--method", "vanilla", "--out", "x.npy"]],
    ["no picture at all", 1, [model, "--input", out("none.npy"), "--method", "vanilla", "--out", "x.npy"]],
    ["half a batch", 1, [model, "--input", out("half.npy"), "--method", "vanilla", "--out", "x.npy"]],
    [
      "a parameter of another kind",
      1,
      [model, ...input, "--method", "lrp-epsilon", "--set", "epsilon=a", "--out", "x.npy"],
    ],
    ["a file that is no model", 1, [join(net.folder, "meta.json"), ...input, "--method", "vanilla", "--out", "x.npy"]],
  ])("tells %s in one sentence", async (_, code, args) => {
    const result = await run(...args);
    expect(result.code).toBe(code);
    expect(result.text).toMatch(/^[^\n]+\.$/);
  });

  test("reads a batch in Fortran's order as numpy does", async () => {
    const shape = [2, 3, 16, 16];
    const [n, c, h, w] = shape as [number, number, number, number];
    // Last axis first is first axis first of the axes turned around.
    const turned = net.pixels.map((_, at) => {
      const [i, j, y, x] = [at % n, Math.floor(at / n) % c, Math.floor(at / n / c) % h, Math.floor(at / n / c / h)];
      return net.pixels[((i * c + j) * h + y) * w + x]!;
    });
    const file = Buffer.from(arrayToNpy(turned, shape));
    const told = file.indexOf("False");
    file.write("True ", told, "latin1");
    await writeFile(out("fortran.npy"), file);
    const target = ["--target", net.targets.join()];
    await run(model, "--input", out("fortran.npy"), "--method", "vanilla", ...target, "--out", out("f.npy"));
    expect(worstError((await read("f.npy")).data as Float32Array, findExpected(net, "vanilla")!)).toBeLessThan(1e-5);
  });

  test("leaves what stood there, and no half file, where the maps cannot be written", async () => {
    await run(model, ...input, "--method", "vanilla", "--out", out("folder.npy"));
    expect((await readdir(scratch)).filter((name) => name.includes("draft"))).toEqual([]);
  });

  test("says that a method looks at no layer where one is named for it", async () => {
    const { code, text } = await run(model, ...input, "--method", "vanilla", "--layer", "any", "--out", out("l.npy"));
    expect(code).toBe(0);
    expect(text).toContain("vanilla looks at no layer");
  });

  test("takes the size of a model that leaves it free from the batch", async () => {
    const free = tinyModel({
      inputs: { image: ["N", 3, "H", "W"] },
      outputs: { logits: ["N", 3] },
      nodes: [
        { op: "GlobalAveragePool", inputs: ["image"], outputs: ["pooled"] },
        { op: "Flatten", inputs: ["pooled"], outputs: ["logits"] },
      ],
    });
    await writeFile(out("free.onnx"), free);
    expect((await run(out("free.onnx"), ...input, "--method", "vanilla", "--out", out("free.npy"))).code).toBe(0);
    expect((await read("free.npy")).shape).toEqual([2, 3, 16, 16]);
  });
});
