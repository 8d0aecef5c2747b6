import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { main as heatlasExplain } from "../../packages/engine/src/command/heatlas-explain.ts";
import { checkGolden, isWithin } from "../../packages/engine/src/golden/check.ts";
import { goldenNames, readGolden } from "../../packages/engine/src/golden/net.ts";
import { checkProvider, chooseProvider, compileExplainer, methods } from "../../packages/engine/src/index.ts";
import { shippedGolden } from "../../packages/engine/src/session/check-provider.ts";
import { runtimeWords } from "../../packages/engine/src/session/runtime.ts";
import { goldenRoot } from "./golden.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "heatlas-provider-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const options = () => ({ scratch: join(folder, "scratch"), memoryLimitBytes: 2 ** 31, threadsPerChild: 1 });
const command = fileURLToPath(new URL("../../packages/engine/bin/heatlas-explain.js", import.meta.url));
const modelOf = (net: string) => readFile(join(goldenRoot, net, "model.onnx"));

/** One golden net with a map that no provider computes. */
async function impossibleGolden(): Promise<string> {
  const golden = await mkdtemp(join(folder, "golden-"));
  await cp(join(shippedGolden, "maxpool_ties"), join(golden, "maxpool_ties"), { recursive: true });
  const path = join(golden, "maxpool_ties", "guided.npy");
  const bytes = await readFile(path);
  bytes.writeFloatLE(1e6, bytes.length - 4);
  await writeFile(path, bytes);
  return golden;
}

describe.each(["cuda", "webgpu"] as const)("the graphs written for %s, on the CPU", (profile) => {
  const files = goldenNames(goldenRoot).flatMap((name) =>
    readGolden(goldenRoot, name).files.map((file) => [name, file] as const),
  );
  test.each(files)("%s/%s: every map agrees with torch in float64", async (name, file) => {
    const results = await checkGolden(readGolden(goldenRoot, name), file, [3], {
      profile,
      provider: "cpu",
      threads: 1,
    });
    expect(results.length).toBeGreaterThan(6);
    expect(results.filter((result) => !isWithin(result))).toEqual([]);
  });
});

describe("a compiled explainer", () => {
  const requests = [{ slug: "vanilla" }, { slug: "smooth-grad" }];

  test("has another hash for each profile, programs too, and the CPU's is the one of no profile", async () => {
    const model = await modelOf("conv_relu");
    const compiled = (["cpu", "cuda", "webgpu"] as const).map((profile) =>
      compileExplainer(model, requests, { profile }),
    );
    expect(new Set(compiled.map(({ hash }) => hash)).size).toBe(3);
    expect(new Set(compiled.map(({ programs }) => programs[0]!.hash)).size).toBe(3);
    expect(compiled[0]!.hash).toBe(compileExplainer(model, requests).hash);
    expect(compiled.map(({ profile }) => profile)).toEqual(["cpu", "cuda", "webgpu"]);
  });

  test("holds none of the forms that WebGPU lacks or gets wrong, whatever the method", async () => {
    for (const net of goldenNames(goldenRoot)) {
      const { graph } = compileExplainer(
        await modelOf(net),
        methods.map(({ slug }) => ({ slug })),
        { profile: "webgpu" },
      );
      for (const { op, outputs, inputs, attributes } of graph.nodes) {
        expect(["Sign", "ScatterElements"], net).not.toContain(op);
        if (op === "MaxPool") expect(outputs, net).toHaveLength(1);
        if (op === "ConvTranspose") expect(attributes.group ?? 1, net).toBe(1);
        const channels = Number(graph.values.get(inputs[0]!)?.shape[1]);
        if (op === "Conv" && (attributes.group ?? 1) === 1 && channels > 3 && channels % 3 === 0 && channels % 4 > 0)
          expect(attributes.kernel_shape, net).toEqual([1, 1]);
      }
    }
  });
});

describe("checking a provider", () => {
  test("the golden nets that come with the engine are those of the tests, byte for byte", async () => {
    const names = goldenNames(shippedGolden);
    expect(names.length).toBeGreaterThanOrEqual(6);
    for (const name of names) {
      for (const file of await readdir(join(shippedGolden, name))) {
        const [own, original] = await Promise.all(
          [shippedGolden, goldenRoot].map((r) => readFile(join(r, name, file))),
        );
        expect(own!.equals(original!), `${name}/${file}`).toBe(true);
      }
    }
  });

  test("the CPU passes, and its device is named", async () => {
    expect(await checkProvider("cpu", { threads: 1 })).toBe(cpus()[0]!.model);
  });

  test("a provider whose map is wrong is refused, by the map, its net and by how much", async () => {
    const golden = await impossibleGolden();
    await expect(checkProvider("cpu", { golden, threads: 1 })).rejects.toMatchObject({
      code: "provider-refused",
      message:
        "The provider cpu is refused: its guided of the golden net maxpool_ties is off by 1e+0 of the largest value, where 1e-5 is allowed.",
    });
  });

  test("what the runtime says is told without its source files", () => {
    const words = (text: string) => runtimeWords(new Error(text));
    expect(
      words(
        "/onnxruntime_src/core/webgpu_context.cc:136 onnxruntime::Initialize() adapter was false. Failed to get a WebGPU adapter: No supported adapters\n",
      ),
    ).toBe("Failed to get a WebGPU adapter: No supported adapters");
    expect(
      words(
        "Non-zero status code returned while running MaxPool node. Status Message: pool.cc:276 ComputeInternal The Indices output is not supported yet.",
      ),
    ).toBe("The Indices output is not supported yet");
    expect(words("Load model from /tmp/a b/explainer-1.onnx failed:Node (a) Op (Mul) Incompatible dimensions")).toBe(
      "Node (a) Op (Mul) Incompatible dimensions",
    );
    expect(words("OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library")).toBe(
      "Failed to load shared library",
    );
  });
});

describe("choosing a provider", () => {
  test("auto takes the first that passes, and tells why others were refused", async () => {
    const choice = await chooseProvider("auto", options());
    if (choice.provider === "cuda") expect(choice.refused).toEqual([]);
    else {
      expect(choice).toMatchObject({ provider: "cpu", device: cpus()[0]!.model });
      expect(choice.refused).toEqual([{ provider: "cuda", reason: expect.stringMatching(/^(it|ONNX Runtime has) /) }]);
    }
  });

  test("what fails its golden nets is not used, and auto says so of each that it tried", async () => {
    const golden = await impossibleGolden();
    await expect(chooseProvider("cpu", { ...options(), golden })).rejects.toThrow(
      /^The provider cpu is refused: its guided of the golden net maxpool_ties is off by /,
    );
    await expect(chooseProvider("auto", { ...options(), golden })).rejects.toThrow(
      /^No provider can be used \(cuda: .+; cpu: its guided of the golden net maxpool_ties is off by /,
    );
  });

  test("a provider that hangs is refused after its time, and leaves no process", async () => {
    await expect(chooseProvider("cpu", { ...options(), patienceMilliseconds: 20 })).rejects.toThrow(
      "The provider cpu is refused: it takes more than 0.02 s over the golden nets.",
    );
    await vi.waitFor(async () => expect(await readdir(options().scratch)).toEqual([]), 10_000);
  });

  test("a provider that needs more memory than a process may take is refused", async () => {
    await expect(chooseProvider("cpu", { ...options(), memoryLimitBytes: 2 ** 20 })).rejects.toThrow(
      "The provider cpu is refused: the golden nets need more memory there than a process may take.",
    );
  });
});

describe("heatlas-explain --provider", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  async function run(...more: string[]): Promise<{ code: number; text: string }> {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line) => lines.push(line));
    vi.spyOn(console, "error").mockImplementation((line) => lines.push(line));
    const net = join(goldenRoot, "conv_relu");
    const files = [join(net, "model.onnx"), "--input", join(net, "input.npy"), "--out", join(folder, "map.npy")];
    return { code: await heatlasExplain([...files, "--method", "vanilla", ...more]), text: lines.join("\n") };
  }

  test("cpu explains as without it", async () => {
    expect((await run("--provider", "cpu")).code).toBe(0);
    const named = await readFile(join(folder, "map.npy"));
    expect((await run()).code).toBe(0);
    expect((await readFile(join(folder, "map.npy"))).equals(named)).toBe(true);
  });

  // Elsewhere the environment does not say which graphics drivers there are.
  test.runIf(process.platform === "linux")("a provider that cannot start is told in one sentence", async () => {
    const net = join(goldenRoot, "conv_relu");
    const files = [join(net, "model.onnx"), "--input", join(net, "input.npy"), "--out", join(folder, "webgpu.npy")];
    const env = { ...process.env, VK_ICD_FILENAMES: "/nowhere/icd.json", VK_DRIVER_FILES: "/nowhere/icd.json" };
    const args = [command, ...files, "--method", "vanilla", "--provider", "webgpu"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(
      /^The provider webgpu is refused: it cannot start \([^/]+\); it needs a graphics card .+\.\n$/,
    );
  });

  test("another name is told which there are", async () => {
    expect(await run("--provider", "tpu")).toEqual({
      code: 2,
      text: '--provider takes cpu, cuda, webgpu, not "tpu".',
    });
  });
});
