import { EngineError } from "../errors.ts";
import { decodingError, openPicture } from "./decoder.ts";

export interface PictureFacts {
  /** Pixels, upright by EXIF. */
  readonly width: number;
  readonly height: number;
  readonly mediaType: string;
}

const mediaTypes: Record<string, string> = {
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  heif: "image/avif",
  tiff: "image/tiff",
  gif: "image/gif",
};

/**
 * Decodes the whole picture once, so that what is admitted can be explained later.
 * @throws EngineError `not-a-picture`, `picture-too-large` (50 million pixels), `picture-damaged`
 */
export async function inspectPicture(bytes: Uint8Array): Promise<PictureFacts> {
  try {
    const picture = openPicture(bytes);
    const { format, autoOrient } = await picture.metadata();
    const mediaType = format && mediaTypes[format];
    if (!mediaType) throw new EngineError("not-a-picture", `Heatlas does not read pictures of the format ${format}.`);
    // Every pixel takes part in this one, so every pixel must be there.
    await picture.resize(1, 1, { fit: "fill", kernel: "linear", fastShrinkOnLoad: false }).raw().toBuffer();
    return { ...autoOrient, mediaType };
  } catch (error) {
    throw decodingError(error);
  }
}
