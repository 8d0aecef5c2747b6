import {
  type Grid,
  type ObjectMask,
  objectCoverage,
  objectShare,
  offObjectShare,
  type Rect,
  readMask,
} from "@heatlas/engine";
import type { Blobs } from "../blobs.ts";

/** How a map lies on its picture's object, and the mask that says so. */
export interface MeasuredObject {
  /** Share of its relevance off the object; null where it has none. */
  readonly offObject: number | null;
  /** Share of what the model saw that is object. */
  readonly objectShare: number;
  readonly maskSha256: Uint8Array;
}

/** Measures maps of one picture by its mask. */
export type MeasureObject = (map: Grid, rect: Rect) => MeasuredObject;

/** Reads an image's mask, once for all of its maps. Throws where the file is missing or damaged. */
export async function openMask(blobs: Blobs, maskSha256: Uint8Array): Promise<MeasureObject> {
  return measureBy(await readMask(await blobs.read("images", maskSha256)), maskSha256);
}

function measureBy(mask: ObjectMask, maskSha256: Uint8Array): MeasureObject {
  // All methods of a model, and models of one size, share a grid and a rectangle.
  const coverages = new Map<string, Grid>();
  return (map, rect) => {
    const key = [map.width, map.height, ...Object.values(toPixels(mask, rect))].join();
    const coverage = coverages.get(key) ?? objectCoverage(mask, rect, map.width, map.height);
    coverages.set(key, coverage);
    return { offObject: offObjectShare(map, coverage), objectShare: objectShare(coverage), maskSha256 };
  };
}

const toPixels = (mask: ObjectMask, { x, y, width, height }: Rect) => ({
  left: Math.round(x * mask.width),
  top: Math.round(y * mask.height),
  width: Math.round(width * mask.width),
  height: Math.round(height * mask.height),
});
