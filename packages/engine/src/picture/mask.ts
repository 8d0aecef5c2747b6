import sharp from "sharp";
import { EngineError } from "../errors.ts";
import type { ObjectMask } from "../heatmap/off-object.ts";
import { decodingError, openPicture } from "./decoder.ts";

/** From this grey on a pixel is object. */
const threshold = 128;

/**
 * A picture that is light on the object and dark elsewhere; transparent counts as dark.
 * @throws EngineError as inspectPicture
 */
export async function readMask(bytes: Uint8Array): Promise<ObjectMask> {
  try {
    const { data, info } = await openPicture(bytes)
      .flatten({ background: "#000000" })
      .toColourspace("b-w")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    const object = new Uint8Array(info.width * info.height);
    for (let i = 0; i < object.length; i++) object[i] = data[i * info.channels]! >= threshold ? 1 : 0;
    return { width: info.width, height: info.height, object };
  } catch (error) {
    throw decodingError(error);
  }
}

/**
 * An object mask that a person gives for a picture of this size.
 * @throws EngineError `mask-not-png`, `mask-size`, `mask-empty`, and those of inspectPicture
 */
export async function admitMask(bytes: Uint8Array, picture: { width: number; height: number }): Promise<ObjectMask> {
  if (!isPng(bytes)) {
    throw new EngineError(
      "mask-not-png",
      "An object mask has to be a PNG, since other formats blur its edge: save it as one, white on the object and black elsewhere.",
    );
  }
  const mask = await readMask(bytes);
  if (mask.width !== picture.width || mask.height !== picture.height) {
    throw new EngineError(
      "mask-size",
      `The mask is ${mask.width}×${mask.height} pixels and its picture, upright, ${picture.width}×${picture.height}: give it the picture's size.`,
      { width: mask.width, height: mask.height },
    );
  }
  if (!mask.object.includes(1)) {
    throw new EngineError("mask-empty", "The mask marks no object: paint the object white and everything else black.");
  }
  return mask;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

const isPng = (bytes: Uint8Array) => pngSignature.every((byte, i) => bytes[i] === byte);

/** The mask as a PNG of one channel, 255 on the object and 0 elsewhere. */
export async function maskToPng({ width, height, object }: ObjectMask): Promise<Uint8Array> {
  const pixels = object.map((is) => is * 255);
  return await sharp(pixels, { raw: { width, height, channels: 1 } })
    .toColourspace("b-w")
    .png()
    .toBuffer();
}
