import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileExplainer, type MethodRequest, openExplainer } from "../../packages/engine/src/index.ts";
import { findExpected, type GoldenNet, goldenNames, readGolden, repeatImages, worstError } from "./golden.ts";

/** Golden map, the request that makes it, and the largest error allowed, as a share of the map's largest value. */
const golden: readonly { map: string; request: (net: GoldenNet) => MethodRequest; tolerance: number }[] = [
  { map: "vanilla", request: () => ({ slug: "vanilla" }), tolerance: 1e-5 },
  { map: "deconvnet", request: () => ({ slug: "deconvnet" }), tolerance: 1e-5 },
  { map: "guided", request: () => ({ slug: "guided" }), tolerance: 1e-5 },
  { map: "gradcam_raw", request: (net) => atLayer("grad-cam", net), tolerance: 1e-5 },
  { map: "guided_gradcam", request: (net) => atLayer("guided-grad-cam", net), tolerance: 1e-5 },
  {
    map: "lrp_eps",
    request: (net) => ({ slug: "lrp-epsilon", parameters: { epsilon: net.lrpEpsilon } }),
    tolerance: 1e-4,
  },
];

const atLayer = (slug: string, net: GoldenNet): MethodRequest => ({ slug, parameters: { layer: net.featureLayer } });

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "heatlas-golden-"));
});
afterAll(() => rm(scratch, { recursive: true }));

const files = goldenNames.flatMap((name) => readGolden(name).files.map((file) => ({ name, file })));

describe.each(files)("$name/$file", ({ name, file }) => {
  test("every map agrees with torch in float64 for batches of 1, 2 and 5", async () => {
    const net = readGolden(name);
    const folder = await mkdtemp(join(scratch, "model-"));
    await copyFile(join(net.folder, file), join(folder, "model.onnx"));
    const wanted = golden.filter(({ map }) => findExpected(net, map));
    const compiled = compileExplainer(
      await readFile(join(net.folder, file)),
      wanted.map((w) => w.request(net)),
    );
    const session = await openExplainer(folder, compiled, { threads: 1 });
    const errors: string[] = [];
    for (const n of [1, 2, 5]) {
      const { logits, targets, maps } = await session.run(
        repeatImages(net.pixels, n),
        n,
        Array.from({ length: n }, (_, i) => net.targets[i % 2]!),
      );
      expect(targets).toEqual(Array.from({ length: n }, (_, i) => net.targets[i % 2]!));
      const check = (map: string, actual: Float32Array, tolerance: number) => {
        const error = worstError(actual, repeatImages(findExpected(net, map)!, n));
        if (!(error <= tolerance)) errors.push(`${map} at batch ${n}: ${error}`);
      };
      check("logits", logits, 1e-5);
      wanted.forEach(({ map, tolerance }, i) => {
        check(map, maps[compiled.methods[i]!.output]!.data, tolerance);
      });
    }
    await session.close();
    expect(errors).toEqual([]);
  });
});
