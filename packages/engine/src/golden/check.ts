import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CompileOptions } from "../explain/prepare.ts";
import { resize } from "../heatmap/resize.ts";
import type { MethodRequest } from "../method/resolve.ts";
import { explain } from "../session/explain.ts";
import type { Explanation } from "../session/explainer.ts";
import type { SessionOptions } from "../session/runtime.ts";
import { findExpected, type GoldenNet, repeatImages, worstError } from "./net.ts";

/** A golden map: the request that makes it, and the largest error allowed, as a share of its largest value. */
interface GoldenMap {
  readonly map: string;
  readonly tolerance: number;
  readonly request: (net: GoldenNet) => MethodRequest;
  /** Resized to the picture after the graph. */
  readonly resized?: boolean;
}

const atLayer = (slug: string) => (net: GoldenNet) => ({ slug, parameters: { layer: net.featureLayer } });

export const goldenMaps: readonly GoldenMap[] = [
  { map: "vanilla", tolerance: 1e-5, request: () => ({ slug: "vanilla" }) },
  { map: "deconvnet", tolerance: 1e-5, request: () => ({ slug: "deconvnet" }) },
  { map: "guided", tolerance: 1e-5, request: () => ({ slug: "guided" }) },
  { map: "gradcam_raw", tolerance: 1e-5, request: atLayer("grad-cam") },
  { map: "gradcam", tolerance: 1e-5, request: atLayer("grad-cam"), resized: true },
  { map: "guided_gradcam", tolerance: 1e-5, request: atLayer("guided-grad-cam") },
  {
    map: "lrp_eps",
    tolerance: 1e-4,
    request: (net) => ({ slug: "lrp-epsilon", parameters: { epsilon: net.lrpEpsilon } }),
  },
];

export interface GoldenResult {
  readonly map: string;
  /** The worst over all batches, as a share of the map's largest value. */
  readonly error: number;
  readonly tolerance: number;
}

/** Each image's map [1, h, w] at the picture's size. */
function resizedMaps(data: Float32Array, [n, , h, w]: readonly number[], height: number, width: number): Float32Array {
  const size = h! * w!;
  const all = new Float32Array(n! * height * width);
  for (let i = 0; i < n!; i++) {
    const values = Float64Array.from(data.subarray(i * size, (i + 1) * size));
    all.set(resize({ width: w!, height: h!, values }, width, height).values, i * height * width);
  }
  return all;
}

/**
 * Explains a golden net's pictures and compares every map that it has.
 *
 * @param file which of the net's ONNX files
 * @param batches the batch sizes to run
 */
export async function checkGolden(
  net: GoldenNet,
  file: string,
  batches: readonly number[] = [1, 2, 5],
  options: SessionOptions & Pick<CompileOptions, "profile"> = {},
): Promise<GoldenResult[]> {
  const wanted = goldenMaps.filter(({ map }) => findExpected(net, map));
  const model = readFileSync(join(net.folder, file));
  const explainer = await explain(model, { ...options, methods: wanted.map(({ request }) => request(net)) });
  const { compiled } = explainer;
  const worst = new Map<string, number>();
  const note = (map: string, actual: Float32Array, n: number) => {
    const error = worstError(actual, repeatImages(net, findExpected(net, map)!, n));
    worst.set(map, Math.max(worst.get(map) ?? 0, error));
  };
  const { height, width } = compiled.input;
  const compare = ({ logits, maps }: Explanation, n: number) => {
    note("logits", logits, n);
    wanted.forEach(({ map, resized }, i) => {
      const { data, shape } = maps[compiled.methods[i]!.output]!;
      note(map, resized ? resizedMaps(data, shape, height, width) : data, n);
    });
  };
  try {
    for (const n of batches) {
      const targets = Array.from({ length: n }, (_, i) => net.targets[i % net.count]!);
      compare(
        await explainer.run({ data: repeatImages(net, net.pixels, n), shape: [n, 3, height, width] }, targets),
        n,
      );
    }
  } finally {
    await explainer.close();
  }
  const all = [{ map: "logits", tolerance: 1e-5 }, ...wanted];
  return all.map(({ map, tolerance }) => ({ map, tolerance, error: worst.get(map) ?? Number.NaN }));
}

/** Whether an error is within its tolerance; NaN never is. */
export const isWithin = ({ error, tolerance }: GoldenResult): boolean => error <= tolerance;
