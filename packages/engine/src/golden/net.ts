import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Size } from "../admit/ports.ts";
import { EngineError } from "../errors.ts";
import { type NpyArray, readNpy } from "../heatmap/read-npy.ts";

/** A net with expected maps: a folder laid out as test/golden/engine/README.md says. */
export interface GoldenNet {
  readonly name: string;
  readonly folder: string;
  /** The ONNX files: as exported, and with BatchNormalization kept where the net has it. */
  readonly files: readonly string[];
  /** Pictures [count, 3, H, W] (two in this repository), and the class explained for each. */
  readonly pixels: Float32Array;
  readonly size: Size;
  readonly targets: readonly number[];
  readonly count: number;
  /** The tensor that the CAMs look at; null for the one that is found by itself. */
  readonly featureLayer: string | null;
  readonly lrpEpsilon: number | null;
}

/**
 * The folders of `root` that hold a net, whole or not.
 *
 * @throws EngineError `not-golden` for a folder without any net
 */
export function goldenNames(root: string): string[] {
  const holds = (name: string, file: string) => existsSync(join(root, name, file));
  const names = existsSync(root)
    ? readdirSync(root).filter((name) => holds(name, "meta.json") || holds(name, "model.onnx"))
    : [];
  if (names.length > 0) return names.sort();
  throw new EngineError(
    "not-golden",
    `"${root}" holds no folder with a meta.json, so there is no golden net to check.`,
  );
}

function notGolden(folder: string, what: string): EngineError {
  return new EngineError("not-golden", `The golden net in "${folder}" ${what}.`, { folder });
}

function read(folder: string, file: string): Buffer {
  try {
    return readFileSync(join(folder, file));
  } catch {
    throw notGolden(folder, `lacks ${file}`);
  }
}

function readArray(folder: string, file: string): NpyArray {
  const bytes = read(folder, file);
  try {
    return readNpy(bytes);
  } catch (error) {
    if (error instanceof EngineError)
      throw notGolden(folder, `has a ${file} that cannot be read: ${error.message.slice(0, -1)}`);
    throw error;
  }
}

function readMeta(folder: string): Record<string, unknown> {
  const bytes = read(folder, "meta.json");
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw notGolden(folder, "has a meta.json that is no JSON");
  }
}

/** @throws EngineError `not-golden` for a net that lacks a file, or has one that cannot be read */
export function readGolden(root: string, name: string): GoldenNet {
  const folder = join(root, name);
  const meta = readMeta(folder);
  const targets = Array.from(readArray(folder, "target.npy").data, Number);
  const pictures = readArray(folder, "input.npy");
  if (!(pictures.data instanceof Float32Array) || pictures.shape.length !== 4 || pictures.shape[0] !== targets.length)
    throw notGolden(
      folder,
      `has an input.npy of shape [${pictures.shape.join(", ")}]; it takes float32 [${targets.length}, 3, H, W], a picture for each class of target.npy`,
    );
  read(folder, "model.onnx");
  return {
    name,
    folder,
    files: ["model.onnx", "model_bnkept.onnx"].filter((file) => existsSync(join(folder, file))),
    pixels: pictures.data,
    size: { height: pictures.shape[2]!, width: pictures.shape[3]! },
    targets,
    count: targets.length,
    featureLayer: typeof meta.feature_layer === "string" ? meta.feature_layer : null,
    lrpEpsilon: typeof meta.lrp_eps === "number" ? meta.lrp_eps : null,
  };
}

/** An expected map with its shape; undefined where the net has none. */
export function findExpectedArray(net: GoldenNet, map: string): NpyArray | undefined {
  return existsSync(join(net.folder, `${map}.npy`)) ? readArray(net.folder, `${map}.npy`) : undefined;
}

/** The same, its numbers alone. */
export function findExpected(net: GoldenNet, map: string): Float32Array | undefined {
  const data = findExpectedArray(net, map)?.data;
  return data && Float32Array.from(data, Number);
}

/** A batch of n made of the net's `count` images in turn, or of what belongs to them. */
export function repeatImages({ count }: Pick<GoldenNet, "count">, images: Float32Array, n: number): Float32Array {
  const size = images.length / count;
  const batch = new Float32Array(n * size);
  for (let i = 0; i < n; i++) batch.set(images.subarray((i % count) * size, ((i % count) + 1) * size), i * size);
  return batch;
}

/** The largest difference, as a share of the largest expected value; NaN where there is one. */
export function worstError(actual: Float32Array | Float64Array, expected: Float32Array | Float64Array): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [error, largest] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    if (Number.isNaN(difference)) return Number.NaN;
    error = Math.max(error, difference);
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  // A map of zeros that is met has no error.
  return error === 0 ? 0 : error / largest;
}
