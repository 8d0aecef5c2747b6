import type { Grid } from "./grid.ts";
import type { Rect } from "./resize.ts";

/** Where the object is in an upright picture. */
export interface ObjectMask {
  readonly width: number;
  readonly height: number;
  /** width × height, row by row from the top left: 1 on the object, else 0. */
  readonly object: Uint8Array;
}

/**
 * How much of each cell of a map is object, 0–1: the mask averaged over each cell's own part of the picture (a box, its
 * edges counted by the share that lies within). Nothing is interpolated.
 * @param rect the part of the picture that the map is about; its edges are whole pixels
 */
export function objectCoverage(mask: ObjectMask, rect: Rect, width: number, height: number): Grid {
  // Kept as float32, a rectangle is off its pixels by less than this undoes.
  const across = boxes(width, Math.round(rect.x * mask.width), Math.round(rect.width * mask.width));
  const down = boxes(height, Math.round(rect.y * mask.height), Math.round(rect.height * mask.height));
  const values = new Float64Array(width * height);
  for (const [y, column] of down.entries()) {
    for (const { place: row, weight } of column) {
      const start = row * mask.width;
      for (const [x, pixels] of across.entries()) {
        let covered = 0;
        for (const pixel of pixels) covered += mask.object[start + pixel.place]! * pixel.weight;
        values[y * width + x]! += covered * weight;
      }
    }
  }
  return { width, height, values };
}

interface Pixel {
  readonly place: number;
  /** Of the cell. */
  readonly weight: number;
}

/** The pixels under each of `cells` equal parts of `length` pixels from `start` on, with their shares of the part. */
function boxes(cells: number, start: number, length: number): Pixel[][] {
  const side = length / cells;
  return Array.from({ length: cells }, (_, cell) => {
    const [low, high] = [start + cell * side, start + (cell + 1) * side];
    const pixels: Pixel[] = [];
    for (let place = Math.floor(low); place < high && place < start + length; place++) {
      const within = Math.min(place + 1, high) - Math.max(place, low);
      if (within > 0) pixels.push({ place, weight: within / side });
    }
    return pixels;
  });
}

/** Share (0–1) of what the map is about that is object: what a map that is even everywhere has on it. */
export function objectShare({ values }: Grid): number {
  return Math.min(1, values.reduce((sum, value) => sum + value, 0) / values.length);
}

/**
 * Share (0–1) of the map's relevance, its positive part, outside the object (definitions.md §5): Σ v⁺(1 − c) / Σ v⁺. Null
 * where nothing is positive.
 * @param coverage the object's share c of each of the map's cells
 */
export function offObjectShare(map: Grid, coverage: Grid): number | null {
  let [off, all] = [0, 0];
  for (let cell = 0; cell < map.values.length; cell++) {
    const value = map.values[cell]!;
    if (!(value > 0)) continue;
    all += value;
    off += value * (1 - coverage.values[cell]!);
  }
  return all > 0 ? Math.min(1, Math.max(0, off / all)) : null;
}
