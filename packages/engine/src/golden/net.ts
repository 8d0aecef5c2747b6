import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EngineError } from "../errors.ts";
import { readNpy } from "../heatmap/read-npy.ts";

/** A net with expected maps: a folder laid out as test/golden/engine/README.md says. */
export interface GoldenNet {
  readonly name: string;
  readonly folder: string;
  /** The ONNX files: as exported, and with BatchNormalization kept where the net has it. */
  readonly files: readonly string[];
  /** Pictures [count, 3, H, W] (two in this repository), and the class explained for each. */
  readonly pixels: Float32Array;
  readonly targets: readonly number[];
  readonly count: number;
  /** The tensor that the CAMs look at. */
  readonly featureLayer: string;
  readonly lrpEpsilon: number | null;
}

/** @throws EngineError `not-golden` for a folder without any net */
export function goldenNames(root: string): string[] {
  const names = existsSync(root) ? readdirSync(root).filter((name) => existsSync(join(root, name, "meta.json"))) : [];
  if (names.length > 0) return names.sort();
  throw new EngineError(
    "not-golden",
    `"${root}" holds no folder with a meta.json, so there is no golden net to check.`,
  );
}

function readFloats(path: string): Float32Array {
  const { data } = readNpy(readFileSync(path));
  if (data instanceof Float32Array) return data;
  throw new EngineError("not-golden", `"${path}" does not hold float32.`);
}

export function readGolden(root: string, name: string): GoldenNet {
  const folder = join(root, name);
  const meta = JSON.parse(readFileSync(join(folder, "meta.json"), "utf8"));
  const targets = Array.from(readNpy(readFileSync(join(folder, "target.npy"))).data, Number);
  return {
    name,
    folder,
    files: ["model.onnx", "model_bnkept.onnx"].filter((file) => existsSync(join(folder, file))),
    pixels: readFloats(join(folder, "input.npy")),
    targets,
    count: targets.length,
    featureLayer: meta.feature_layer,
    lrpEpsilon: meta.lrp_eps ?? null,
  };
}

/** An expected map; undefined where the net has none. */
export function findExpected(net: GoldenNet, map: string): Float32Array | undefined {
  const path = join(net.folder, `${map}.npy`);
  return existsSync(path) ? readFloats(path) : undefined;
}

/** A batch of n made of the net's `count` images in turn, or of what belongs to them. */
export function repeatImages({ count }: Pick<GoldenNet, "count">, images: Float32Array, n: number): Float32Array {
  const size = images.length / count;
  const batch = new Float32Array(n * size);
  for (let i = 0; i < n; i++) batch.set(images.subarray((i % count) * size, ((i % count) + 1) * size), i * size);
  return batch;
}

/** The largest difference, as a share of the largest expected value. */
export function worstError(actual: Float32Array | Float64Array, expected: Float32Array | Float64Array): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [error, largest] = [0, 0];
  expected.forEach((e, i) => {
    const difference = Math.abs(actual[i]! - e);
    // NaN is the worst error of all.
    error = difference <= error ? error : difference;
    largest = Math.max(largest, Math.abs(e));
  });
  return error / largest;
}
