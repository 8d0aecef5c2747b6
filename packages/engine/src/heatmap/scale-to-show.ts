import type { Grid } from "./grid.ts";
import { type Normalisation, normalisations, normalise } from "./normalise.ts";
import { percentile } from "./percentile.ts";

/**
 * How a map is brought on a scale to be seen: as it is compared, or `absp99`, which is for signed maps alone. Their few
 * largest values are often a hundred times the rest, which under absmax is all but white.
 */
export type Shown = Normalisation | "absp99";

export const shownNormalisations: readonly Shown[] = [...normalisations, "absp99"];

/** Rules whose zero stays zero: −1…1 for a signed map. */
export const keepsZero = (shown: Shown) => shown === "absmax" || shown === "absp99";

/** As normalise; under absp99 v / p99(|v|), clipped to −1…1, or absmax where p99(|v|) is 0. */
export function scaleToShow(grid: Grid, shown: Shown): Grid {
  if (shown !== "absp99") return normalise(grid, shown);
  const largest = percentile(
    grid.values.map((value) => Math.abs(value)),
    99,
  );
  if (!(largest > 0)) return normalise(grid, "absmax");
  return { ...grid, values: grid.values.map((value) => Math.min(1, Math.max(-1, value / largest))) };
}
