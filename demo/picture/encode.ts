import sharp from "sharp";
import type { Picture } from "./render.ts";

/** A picture as a PNG file: lossless, so the pixels are the picture's own. */
export const toPng = ({ pixels, size }: Pick<Picture, "pixels" | "size">): Promise<Buffer> =>
  sharp(pixels, { raw: { width: size, height: size, channels: 3 } })
    .png({ compressionLevel: 9 })
    .toBuffer();

/** A mask as a one-channel PNG: 255 where at least half of the pixel shows the object, else 0. */
export function maskToPng({ coverage, size }: Pick<Picture, "coverage" | "size">): Promise<Buffer> {
  const mask = coverage.map((share) => (share >= 128 ? 255 : 0));
  return sharp(mask, { raw: { width: size, height: size, channels: 1 } })
    .toColourspace("b-w")
    .png({ compressionLevel: 9 })
    .toBuffer();
}
