import type { Grid } from "./grid.ts";
import { normalise } from "./normalise.ts";
import { resize } from "./resize.ts";

/** Share (0–1) of the comparison grid's pixels that are ≥ .5 after minmax (definitions.md §5); 0 for a constant map. */
export function highlightedArea(grid: Grid, side = 224): number {
  const { values } = resize(normalise(grid, "minmax"), side, side);
  let highlighted = 0;
  for (const value of values) if (value >= 0.5) highlighted++;
  return highlighted / values.length;
}
