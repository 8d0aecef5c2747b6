import type { Rect } from "../heatmap/resize.ts";
import { cut } from "./cut.ts";
import { decodingError } from "./decoder.ts";
import type { Preprocessing, View } from "./preprocessing.ts";
import { standardise } from "./standardise.ts";

export interface PreparedPicture {
  /** [3, height, width] in the model's channel order. */
  readonly pixels: Float32Array;
  /** What the model sees, in fractions of the upright picture. */
  readonly rect: Rect;
}

/**
 * The picture as a model's input.
 * @throws EngineError as inspectPicture
 */
export async function preparePicture(
  bytes: Uint8Array,
  view: View,
  preprocessing: Preprocessing,
): Promise<PreparedPicture> {
  try {
    const { image, rect } = await cut(bytes, view, preprocessing, preprocessing.cropShare);
    return { pixels: standardise(await image.raw().toBuffer(), preprocessing), rect };
  } catch (error) {
    throw decodingError(error);
  }
}
