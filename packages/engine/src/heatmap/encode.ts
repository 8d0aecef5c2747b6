import { EngineError } from "../errors.ts";
import type { Grid } from "./grid.ts";

/** A heat map as it is kept (definitions.md §2.2): value = float16 × scale, at its native grid. */
export interface EncodedMap {
  readonly gridWidth: number;
  readonly gridHeight: number;
  /** max|value| as a float32; 0 for a map of zeros. */
  readonly scale: number;
  /** gridWidth × gridHeight float16, little-endian, row-major, each within −1…1. */
  readonly values: Uint8Array;
}

/**
 * Float16 values (rounded to nearest, ties to even) and one float32 scale.
 * @throws EngineError `map-not-finite` where a value is NaN or too large for float32
 */
export function encode(grid: Grid): EncodedMap {
  let largest = 0;
  for (const value of grid.values) {
    if (!(Math.abs(value) <= largest)) largest = Math.abs(value);
  }
  const scale = Math.fround(largest);
  if (!Number.isFinite(scale)) {
    throw new EngineError(
      "map-not-finite",
      "The heat map has values that are not finite: this model overflows on this picture.",
    );
  }
  const halves = new Float16Array(grid.values.length);
  if (scale > 0) for (let cell = 0; cell < halves.length; cell++) halves[cell] = grid.values[cell]! / scale;
  return { gridWidth: grid.width, gridHeight: grid.height, scale, values: new Uint8Array(halves.buffer) };
}
