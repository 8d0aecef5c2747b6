import { cut } from "./cut.ts";
import { decodingError } from "./decoder.ts";
import type { View } from "./preprocessing.ts";

/**
 * What the models saw, as a JPEG of size × size pixels.
 * @param cropShare the model's own, for the view as-trained
 * @throws EngineError as inspectPicture
 */
export async function viewPicture(
  bytes: Uint8Array,
  view: View,
  size: number,
  cropShare?: number,
): Promise<Uint8Array> {
  try {
    const { image } = await cut(bytes, view, { width: size, height: size }, cropShare);
    return await image.jpeg({ quality: 90 }).toBuffer();
  } catch (error) {
    throw decodingError(error);
  }
}
