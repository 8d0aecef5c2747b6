import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { main as golden } from "../../packages/engine/src/command/golden.ts";
import { checkGolden, isWithin } from "../../packages/engine/src/golden/check.ts";
import { goldenNames, readGolden, worstError } from "../../packages/engine/src/golden/net.ts";
import { arrayToNpy } from "../oracle/to-npy.ts";
import { goldenRoot } from "./golden.ts";

const files = goldenNames(goldenRoot).flatMap((name) =>
  readGolden(goldenRoot, name).files.map((file) => ({ name, file })),
);

describe.each(files)("$name/$file", ({ name, file }) => {
  test("every map agrees with torch in float64 for batches of 1, 2 and 5", async () => {
    const results = await checkGolden(readGolden(goldenRoot, name), file, [1, 2, 5], { threads: 1 });
    expect(results.length).toBeGreaterThan(6);
    expect(results.filter((result) => !isWithin(result))).toEqual([]);
  });
});

describe("at every level of the runtime's graph optimisation", () => {
  test.each(["disabled", "basic", "extended"] as const)("%s: every net agrees", async (optimisation) => {
    for (const { name, file } of files) {
      const results = await checkGolden(readGolden(goldenRoot, name), file, [2], { threads: 1, optimisation });
      expect(
        results.filter((result) => !isWithin(result)),
        `${name}/${file}`,
      ).toEqual([]);
    }
  });
});

describe("npm run golden", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  async function run(...args: string[]): Promise<{ code: number; text: string }> {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line) => lines.push(line));
    vi.spyOn(console, "error").mockImplementation((line) => lines.push(line));
    return { code: await golden(args), text: lines.join("\n") };
  }

  test("prints a line a file and exits 0 for a folder that agrees, 1 where one map does not", async () => {
    const folder = await mkdtemp(join(tmpdir(), "heatlas-golden-"));
    await cp(join(goldenRoot, "bn_conv"), join(folder, "bn_conv"), { recursive: true });
    const right = await run(folder);
    expect(right.code).toBe(0);
    expect(right.text).toMatch(/^bn_conv\/model.onnx {2}logits \S+ {2}vanilla \S+ {2}deconvnet/m);
    expect(right.text).toContain("bn_conv/model_bnkept.onnx");

    const path = join(folder, "bn_conv", "vanilla.npy");
    const bytes = await readFile(path);
    bytes.writeFloatLE(1, bytes.length - 4);
    await writeFile(path, bytes);
    const wrong = await run(folder);
    expect(wrong.code).toBe(1);
    expect(wrong.text).toMatch(/vanilla \S+ BEYOND/);
    await rm(folder, { recursive: true });
  });

  test("a folder without nets is told in one sentence", async () => {
    const folder = await mkdtemp(join(tmpdir(), "heatlas-golden-"));
    expect(await run(folder)).toEqual({ code: 1, text: expect.stringContaining("no golden net") });
    await rm(folder, { recursive: true });
  });

  describe("does not pass what cannot be compared, says why, and goes on to the next net", () => {
    const name = "bn_conv";
    const array = (shape: number[], fill: number) =>
      arrayToNpy(new Float32Array(shape.reduce((a, b) => a * b)).fill(fill), shape);
    const cases: readonly [string, string, Uint8Array | null, RegExp][] = [
      ["a map that is missing", "deconvnet.npy", null, /deconvnet NOT COMPARED \(there is no deconvnet.npy\)/],
      [
        "a map that holds NaN",
        "guided.npy",
        array([2, 3, 18, 18], Number.NaN),
        /guided NOT COMPARED \(guided.npy holds NaN\)/,
      ],
      [
        "a map of another shape",
        "vanilla.npy",
        array([2, 3, 9, 36], 0),
        /vanilla NOT COMPARED \(.*\[3, 9, 36\].*\[3, 18, 18\]/,
      ],
      ["a map of other images", "logits.npy", array([1, 12], 0), /logits NOT COMPARED \(.*for 2 images/],
      [
        "half a file",
        "lrp_eps.npy",
        array([2, 3, 18, 18], 0).subarray(0, 500),
        /FAILED: .*lrp_eps.npy that cannot be read/,
      ],
      ["no model", "model.onnx", null, /FAILED: .*lacks model.onnx/],
      ["no facts", "meta.json", null, /FAILED: .*lacks meta.json/],
      ["no classes", "target.npy", null, /FAILED: .*lacks target.npy/],
      ["pictures without a batch", "input.npy", array([3, 18, 18], 0), /FAILED: .*input.npy of shape \[3, 18, 18\]/],
      [
        "a file that is no model",
        "model.onnx",
        new Uint8Array(99),
        /model.onnx {2}FAILED: .*not a complete ONNX model/,
      ],
    ];

    test.each(cases)("%s", async (_, file, bytes, expected) => {
      const folder = await mkdtemp(join(tmpdir(), "heatlas-golden-"));
      for (const net of [name, "gemm_mlp"]) await cp(join(goldenRoot, net), join(folder, net), { recursive: true });
      const path = join(folder, name, file);
      await (bytes ? writeFile(path, bytes) : rm(path));
      const { code, text } = await run(folder);
      expect(code).toBe(1);
      expect(text).toMatch(expected);
      expect(text).toMatch(/^gemm_mlp\/model.onnx {2}logits \S+ {2}vanilla/m);
      await rm(folder, { recursive: true });
    });
  });
});

describe("the worst error", () => {
  test("is NaN wherever one of the numbers is, and none where zeros are met", () => {
    const numbers = (...values: number[]) => Float32Array.from(values);
    expect(worstError(numbers(1, Number.NaN, 1), numbers(1, 1, 1))).toBeNaN();
    expect(worstError(numbers(1, 1, 1), numbers(Number.NaN, 1, 1))).toBeNaN();
    expect(worstError(numbers(0, 0), numbers(0, 0))).toBe(0);
    expect(worstError(numbers(0, 1e-9), numbers(0, 0))).toBe(Number.POSITIVE_INFINITY);
    expect(worstError(numbers(3, 1), numbers(4, 1))).toBe(0.25);
  });
});
