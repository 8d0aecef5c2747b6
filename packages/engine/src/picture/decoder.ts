import sharp, { type Sharp } from "sharp";
import { EngineError } from "../errors.ts";

// Only the loaders of plain pictures: what else libvips can open (SVG, which refers to other files) is never tried.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["Jpeg", "Png", "Webp", "Heif", "Tiff", "Nsgif"].map((loader) => `VipsForeignLoad${loader}`),
});

const maximumPixels = 50_000_000;
/** CMYK with transparency. */
const maximumChannels = 5;

const formats = "a JPEG, PNG, WebP, AVIF, GIF or TIFF file";

/** A picture to be decoded within the limits, first frame only; damage is an error, a decoder's warning is not. */
export function openPicture(bytes: Uint8Array): Sharp {
  if (bytes.length === 0) {
    throw new EngineError("not-a-picture", `The picture is empty (0 bytes); give ${formats}.`);
  }
  return sharp(bytes, { limitInputPixels: maximumPixels, limitInputChannels: maximumChannels, failOn: "error" });
}

/** The one sentence for what libvips said. Errors that are not its own pass through. */
export function decodingError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof EngineError) return error;
  if (error.message.includes("exceeds pixel limit")) {
    return new EngineError(
      "picture-too-large",
      `The picture has more than ${maximumPixels / 1e6} million pixels, the most that Heatlas reads; make it smaller.`,
      { maximumPixels },
    );
  }
  if (error.message.includes("exceeds channel limit")) {
    return new EngineError(
      "not-a-picture",
      `The picture has more than ${maximumChannels} channels; give it in grey, RGB or CMYK.`,
      { maximumChannels },
    );
  }
  if (error.message.includes("unsupported image format")) {
    return new EngineError("not-a-picture", `This file is not a picture that Heatlas reads; give ${formats}.`);
  }
  return new EngineError("picture-damaged", "The picture's data is damaged or cut off; export it or copy it again.");
}
