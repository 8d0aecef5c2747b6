import type { Grid } from "./grid.ts";

/** A rectangle in fractions of a width and a height, from the top left. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const all: Rect = { x: 0, y: 0, width: 1, height: 1 };

interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Weight of the second, 0–1. */
  readonly weight: Float64Array;
}

/** Where each of `to` cells falls among `from` cells, half-pixel centres, edges repeated. */
function taps(from: number, to: number, start: number, length: number): Taps {
  const first = new Int32Array(to);
  const second = new Int32Array(to);
  const weight = new Float64Array(to);
  for (let cell = 0; cell < to; cell++) {
    const place = Math.min(Math.max((start + ((cell + 0.5) / to) * length) * from - 0.5, 0), from - 1);
    first[cell] = Math.floor(place);
    second[cell] = Math.min(first[cell]! + 1, from - 1);
    weight[cell] = place - first[cell]!;
  }
  return { first, second, weight };
}

/**
 * The map on a grid of width × height: bilinear, align_corners = false, no antialiasing (as ONNX's Resize with
 * half_pixel and PyTorch's interpolate).
 * @param window the part of the map to look at, the whole by default
 */
export function resize(grid: Grid, width: number, height: number, window: Rect = all): Grid {
  if (window === all && width === grid.width && height === grid.height) return grid;
  const across = taps(grid.width, width, window.x, window.width);
  const down = taps(grid.height, height, window.y, window.height);
  const source = grid.values;
  const values = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    const top = down.first[y]! * grid.width;
    const bottom = down.second[y]! * grid.width;
    const low = down.weight[y]!;
    for (let x = 0; x < width; x++) {
      const left = across.first[x]!;
      const right = across.second[x]!;
      const share = across.weight[x]!;
      const above = source[top + left]! * (1 - share) + source[top + right]! * share;
      const below = source[bottom + left]! * (1 - share) + source[bottom + right]! * share;
      values[y * width + x] = above * (1 - low) + below * low;
    }
  }
  return { width, height, values };
}
