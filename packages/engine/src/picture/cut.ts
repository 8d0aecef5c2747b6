import type { Sharp } from "sharp";
import type { Rect } from "../heatmap/resize.ts";
import { openPicture } from "./decoder.ts";
import type { View } from "./preprocessing.ts";
import { viewRect } from "./view-rect.ts";

/**
 * The view of a picture at width × height: upright, sRGB, 8 bit, over white, bilinear with antialiasing; and the
 * rectangle that it shows, in fractions of the upright picture.
 */
export async function cut(
  bytes: Uint8Array,
  view: View,
  size: { readonly width: number; readonly height: number },
  cropShare?: number,
): Promise<{ image: Sharp; rect: Rect }> {
  const picture = openPicture(bytes);
  const { autoOrient: upright } = await picture.metadata();
  const part = viewRect(upright.width, upright.height, view, cropShare);
  const image = picture
    // Everything after works on 8-bit sRGB, whatever the file holds: its white is 255 then.
    .pipelineColourspace("srgb")
    .autoOrient()
    .flatten({ background: "#ffffff" })
    .extract(part)
    // No shrink-on-load: a JPEG decoded at a half would be another picture than the same one as PNG.
    .resize(size.width, size.height, { fit: "fill", kernel: "linear", fastShrinkOnLoad: false })
    .toColourspace("srgb");
  const rect = {
    x: part.left / upright.width,
    y: part.top / upright.height,
    width: part.width / upright.width,
    height: part.height / upright.height,
  };
  return { image, rect };
}
