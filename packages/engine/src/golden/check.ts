import { join } from "node:path";
import type { CompileOptions } from "../explain/prepare.ts";
import { shapeText } from "../graph/shape.ts";
import { resize } from "../heatmap/resize.ts";
import type { MethodRequest } from "../method/resolve.ts";
import { explain } from "../session/explain.ts";
import type { Explanation } from "../session/explainer.ts";
import type { SessionOptions } from "../session/runtime.ts";
import { findExpectedArray, type GoldenNet, repeatImages, worstError } from "./net.ts";

/** A golden map: the request that makes it, and the largest error allowed, as a share of its largest value. */
interface GoldenMap {
  readonly map: string;
  readonly tolerance: number;
  readonly request: (net: GoldenNet) => MethodRequest;
  /** Resized to the picture after the graph. */
  readonly resized?: boolean;
}

const atLayer = (slug: string) => (net: GoldenNet) => ({
  slug,
  parameters: net.featureLayer === null ? {} : { layer: net.featureLayer },
});

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
    request: (net) => ({ slug: "lrp-epsilon", parameters: { epsilon: net.lrpEpsilon ?? 0.01 } }),
  },
];

export interface GoldenResult {
  readonly map: string;
  /** The worst over all batches, as a share of the map's largest value; NaN where it could not be compared. */
  readonly error: number;
  readonly tolerance: number;
  /** Why it could not be compared. */
  readonly fault?: string;
}

/** Expected numbers of a map, an image after the other, or why there are none to compare with. */
type Expected = { readonly data: Float32Array; readonly shape: readonly number[] } | { readonly fault: string };

function expectedOf(net: GoldenNet, map: string): Expected {
  const array = findExpectedArray(net, map);
  if (!array) return { fault: `there is no ${map}.npy` };
  const { shape } = array;
  if (shape[0] !== net.count) return { fault: `${map}.npy has shape ${shapeText(shape)} for ${net.count} images` };
  const data = Float32Array.from(array.data, Number);
  return data.some(Number.isNaN) ? { fault: `${map}.npy holds NaN` } : { data, shape };
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

/** Keeps the worst error of each map, and why it could not be compared. */
function createTally(net: GoldenNet, maps: readonly Pick<GoldenMap, "map" | "tolerance">[]) {
  const results = new Map(maps.map(({ map, tolerance }) => [map, { map, tolerance, expected: expectedOf(net, map) }]));
  const errors = new Map<string, number>();
  const faults = new Map<string, string>();
  for (const { map, expected } of results.values()) if ("fault" in expected) faults.set(map, expected.fault);

  function note(map: string, actual: Float32Array, [n = 0, ...one]: readonly number[]): void {
    const { expected } = results.get(map)!;
    if ("fault" in expected) return;
    const [, ...wanted] = expected.shape;
    if (one.join() !== wanted.join()) {
      faults.set(map, `${map}.npy has ${shapeText(wanted)} an image, the model gives ${shapeText(one)}`);
      return;
    }
    const error = worstError(actual, repeatImages(net, expected.data, n));
    errors.set(map, Math.max(errors.get(map) ?? 0, error));
  }

  const finish = () =>
    [...results.values()].map(({ map, tolerance }): GoldenResult => {
      const fault = faults.get(map);
      return fault === undefined
        ? { map, tolerance, error: errors.get(map) ?? Number.NaN }
        : { map, tolerance, error: Number.NaN, fault };
    });
  return { note, finish };
}

/**
 * Explains a golden net's pictures and compares every map that such a net has: LRP's where it has an ε for it.
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
  const hasRelevance = net.lrpEpsilon !== null || findExpectedArray(net, "lrp_eps") !== undefined;
  const wanted = goldenMaps.filter(({ map }) => map !== "lrp_eps" || hasRelevance);
  const tally = createTally(net, [{ map: "logits", tolerance: 1e-5 }, ...wanted]);
  const explainer = await explain(join(net.folder, file), {
    ...options,
    size: net.size,
    methods: wanted.map(({ request }) => request(net)),
  });
  const { compiled } = explainer;
  const { height, width } = compiled.input;
  const compare = ({ logits, maps }: Explanation, n: number) => {
    tally.note("logits", logits, [n, compiled.classCount]);
    wanted.forEach(({ map, resized }, i) => {
      const { data, shape } = maps[compiled.methods[i]!.output]!;
      if (resized) tally.note(map, resizedMaps(data, shape, height, width), [n, 1, height, width]);
      else tally.note(map, data, shape);
    });
  };
  try {
    for (const n of batches) {
      const targets = Array.from({ length: n }, (_, i) => net.targets[i % net.count]!);
      const pixels = repeatImages(net, net.pixels, n);
      compare(await explainer.run({ data: pixels, shape: [n, 3, height, width] }, targets), n);
    }
  } finally {
    await explainer.close();
  }
  return tally.finish();
}

/** Whether an error is within its tolerance; NaN never is. */
export const isWithin = ({ error, tolerance }: GoldenResult): boolean => error <= tolerance;
