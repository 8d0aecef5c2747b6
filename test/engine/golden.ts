import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readNpy } from "../../packages/engine/src/heatmap/read-npy.ts";

/** A net of golden/engine: what its folder says (golden/engine/README.md). */
export interface GoldenNet {
  readonly name: string;
  readonly folder: string;
  /** The ONNX files: as exported, and with BatchNormalization kept where the net has it. */
  readonly files: readonly string[];
  readonly pixels: Float32Array;
  readonly targets: readonly number[];
  readonly featureLayer: string;
  readonly lrpEpsilon: number | null;
}

export const goldenRoot = new URL("../golden/engine/", import.meta.url).pathname;

export const goldenNames: readonly string[] = readdirSync(goldenRoot).filter((name) =>
  existsSync(join(goldenRoot, name, "meta.json")),
);

function readFloats(path: string): Float32Array {
  const { data } = readNpy(readFileSync(path));
  if (!(data instanceof Float32Array)) throw new Error(`${path} does not hold float32`);
  return data;
}

export function readGolden(name: string): GoldenNet {
  const folder = join(goldenRoot, name);
  const meta = JSON.parse(readFileSync(join(folder, "meta.json"), "utf8"));
  return {
    name,
    folder,
    files: ["model.onnx", "model_bnkept.onnx"].filter((file) => existsSync(join(folder, file))),
    pixels: readFloats(join(folder, "input.npy")),
    targets: meta.target,
    featureLayer: meta.feature_layer,
    lrpEpsilon: meta.lrp_eps,
  };
}

/** An expected map; undefined where the net has none. */
export function findExpected(net: GoldenNet, map: string): Float32Array | undefined {
  const path = join(net.folder, `${map}.npy`);
  return existsSync(path) ? readFloats(path) : undefined;
}

/** A batch of n made of the net's two images in turn. */
export function repeatImages<T extends Float32Array>(twice: T, n: number): Float32Array {
  const size = twice.length / 2;
  const batch = new Float32Array(n * size);
  for (let i = 0; i < n; i++) batch.set(twice.subarray((i % 2) * size, ((i % 2) + 1) * size), i * size);
  return batch;
}

/** The largest difference, as a share of the largest expected value. */
export function worstError(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [error, largest] = [0, 0];
  expected.forEach((e, i) => {
    const difference = Math.abs(actual[i]! - e);
    error = difference <= error ? error : difference;
    largest = Math.max(largest, Math.abs(e));
  });
  return error / largest;
}
