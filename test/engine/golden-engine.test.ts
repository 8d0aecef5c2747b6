import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileExplainer, type MethodRequest, openExplainer } from "../../packages/engine/src/index.ts";
import { findExpected, type GoldenNet, goldenNames, readGolden, repeatImages, worstError } from "./golden.ts";

/** Golden map, the request that makes it, and the largest error allowed, as a share of the map's largest value. */
const golden: readonly { map: string; request: (net: GoldenNet) => MethodRequest | null; tolerance: number }[] = [
  { map: "vanilla", request: () => ({ slug: "vanilla" }), tolerance: 1e-5 },
  {
    map: "gradcam_raw",
    request: (net) => ({ slug: "grad-cam", parameters: { layer: net.featureLayer } }),
    tolerance: 1e-5,
  },
];

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
    const wanted = golden.flatMap((g) => {
      const request = findExpected(net, g.map) ? g.request(net) : null;
      return request ? [{ ...g, request }] : [];
    });
    const compiled = compileExplainer(
      await readFile(join(net.folder, file)),
      wanted.map((w) => w.request),
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
