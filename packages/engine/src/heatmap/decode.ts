import { EngineError } from "../errors.ts";
import type { EncodedMap } from "./encode.ts";
import type { Grid } from "./grid.ts";

/**
 * The kept map in float64, before any normalisation.
 * @throws EngineError `map-inconsistent` where the bytes do not fill the grid
 */
export function decode(map: EncodedMap): Grid {
  const { gridWidth: width, gridHeight: height, scale, values: bytes } = map;
  if (bytes.length !== width * height * 2) {
    throw new EngineError(
      "map-inconsistent",
      `A heat map of ${width}×${height} takes ${width * height * 2} bytes, these are ${bytes.length}.`,
      { width, height, bytes: bytes.length },
    );
  }
  // A copy: the bytes may be a view at an odd offset of a pack.
  const halves = new Float16Array(Uint8Array.from(bytes).buffer);
  const values = new Float64Array(halves.length);
  for (let cell = 0; cell < values.length; cell++) values[cell] = halves[cell]! * scale;
  return { width, height, values };
}
