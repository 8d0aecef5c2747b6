import type { Size } from "../admit/ports.ts";
import { EngineError } from "../errors.ts";
import { shapeText } from "../graph/shape.ts";
import { type NpyArray, readNpy } from "../heatmap/read-npy.ts";
import type { Pictures } from "../session/explain.ts";
import { readBytes } from "./files.ts";

/**
 * Preprocessed pictures of an --input file.
 *
 * @throws EngineError `no-such-file`, `not-npy`, `input-size`
 */
export async function readBatch(path: string): Promise<Pictures & { readonly size: Size }> {
  const refuse = (what: string) =>
    new EngineError("input-size", `"${path}" ${what}; a model reads float32 [N, 3, height, width].`);
  const bytes = await readBytes(path);
  let array: NpyArray;
  try {
    array = readNpy(bytes);
  } catch (error) {
    if (error instanceof EngineError) throw new EngineError(error.code, `"${path}": ${error.message}`);
    throw error;
  }
  const { data, shape } = array;
  if (!(data instanceof Float32Array)) throw refuse(`holds ${data instanceof Float64Array ? "float64" : "integers"}`);
  const [n, channels, height, width] = shape as [number, number, number, number];
  if (shape.length !== 4 || channels !== 3) throw refuse(`holds an array of shape ${shapeText(shape)}`);
  if (n === 0) throw refuse("holds no picture");
  const stranger = data.findIndex((value) => !Number.isFinite(value));
  if (stranger >= 0) {
    const picture = Math.floor(stranger / (data.length / n));
    throw new EngineError("input-size", `"${path}" holds NaN or infinity in picture ${picture}; give finite numbers.`);
  }
  return { data, shape, size: { height, width } };
}
