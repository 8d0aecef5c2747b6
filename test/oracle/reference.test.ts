import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goldenMaps } from "../../packages/engine/src/golden/check.ts";
import { findExpected, goldenNames, readGolden, worstError } from "../../packages/engine/src/golden/net.ts";
import { type Explanation, explain, methods, readNpy } from "../../packages/engine/src/index.ts";
import { isRepeated } from "../../packages/engine/src/method/method.ts";
import { goldenRoot } from "../engine/golden.ts";
import { findPython } from "./python.ts";
import { arrayToNpy } from "./to-npy.ts";

/**
 * `toOnnx()` in a runtime that shares no code with ONNX Runtime: the evaluator of Python's onnx package, 1.13 or later. Where
 * that is not installed, HEATLAS_PYTHON may name a Python that has it.
 */
const python = findPython("onnx.reference", "numpy");
const script = new URL("run_reference.py", import.meta.url).pathname;

const cases = goldenNames(goldenRoot).flatMap((name) =>
  readGolden(goldenRoot, name).files.map((file) => ({ name, file, key: `${name}-${file.replace(".onnx", "")}` })),
);

/** Rules whose denominators nearly cancel on these nets lose digits in any float32, in the one runtime other than in the other. */
const illConditioned: Readonly<Record<string, number>> = { "lrp-gamma": 5e-3, "lrp-w-squared": 5e-3, "lrp-flat": 5e-3 };

describe.skipIf(!python)("a standalone explainer runs in onnx's reference evaluator", () => {
  const folder = mkdtempSync(join(tmpdir(), "heatlas-reference-"));
  const ours = new Map<string, { explanation: Explanation; outputs: readonly string[] }>();
  let refusals = "";

  /** Writes the explainer of one golden file by every method that is a graph, with its pictures, and runs it here. */
  async function prepare({ name, file, key }: (typeof cases)[number]): Promise<void> {
    const net = readGolden(goldenRoot, name);
    const requests = methods.flatMap((method) => {
      if (isRepeated(method)) return [];
      const looksAtLayer = method.grid === "layer" || "layer" in method.parameters;
      const epsilon = method.slug === "lrp-epsilon" && net.lrpEpsilon !== null ? { epsilon: net.lrpEpsilon } : {};
      return [{ slug: method.slug, parameters: { ...epsilon, ...(looksAtLayer && { layer: net.featureLayer }) } }];
    });
    const explainer = await explain(readFileSync(join(net.folder, file)), { methods: requests, threads: 1 });
    const { input, graph } = explainer.compiled;
    const shape = [net.count, 3, input.height, input.width];
    mkdirSync(join(folder, key, "in"), { recursive: true });
    writeFileSync(join(folder, `${key}.onnx`), explainer.toOnnx());
    writeFileSync(join(folder, key, "in", "0.npy"), arrayToNpy(net.pixels, shape));
    writeFileSync(join(folder, key, "in", "1.npy"), arrayToNpy(BigInt64Array.from(net.targets, BigInt), [net.count]));
    ours.set(key, {
      explanation: await explainer.run({ data: net.pixels, shape }, net.targets),
      outputs: graph.outputs,
    });
    await explainer.close();
  }

  beforeAll(async () => {
    for (const each of cases) await prepare(each);
    refusals = spawnSync(python!, [script, folder], { encoding: "utf8" }).stderr;
  }, 1_800_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(cases)("$name/$file: the checker passes it, and every method's map is the same", ({ name, key }) => {
    expect(refusals.split("\n").filter((line) => line.startsWith(`${key}.onnx`))).toEqual([]);
    const { explanation, outputs } = ours.get(key)!;
    const theirs = (output: string) =>
      readNpy(readFileSync(join(folder, key, "out", `${outputs.indexOf(output)}.npy`))).data as Float32Array;
    const errors = Object.entries(explanation.maps).map(([slug, { data }]) => ({
      slug,
      error: worstError(theirs(slug), data),
    }));
    expect(errors.filter(({ slug, error }) => !(error < (illConditioned[slug] ?? 1e-4)))).toEqual([]);
    // The maps that torch made are compared directly, too.
    const net = readGolden(goldenRoot, name);
    for (const { map, request, tolerance, resized } of goldenMaps) {
      const expected = findExpected(net, map);
      if (expected && !resized) expect(worstError(theirs(request(net).slug), expected), map).toBeLessThan(tolerance);
    }
  });
});
