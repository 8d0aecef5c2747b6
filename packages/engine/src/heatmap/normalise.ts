import { EngineError } from "../errors.ts";
import { extent } from "./extent.ts";
import type { Grid } from "./grid.ts";
import { percentile } from "./percentile.ts";

/** Rules of definitions.md §2.3. */
export type Normalisation = "p99" | "minmax" | "absmax";

const rules: Record<Normalisation, (grid: Grid) => Float64Array> = {
  /** (v − min) / (p99 − min), clipped to 0–1: a few hot pixels do not darken the rest. */
  p99: (grid) => {
    const [least, largest] = extent(grid);
    const p99 = percentile(grid.values, 99);
    const span = (p99 > least ? p99 : largest) - least;
    return grid.values.map((value) => Math.min((value - least) / span, 1));
  },
  /** (v − min) / (max − min): 0–1. */
  minmax: (grid) => {
    const [least, largest] = extent(grid);
    return grid.values.map((value) => (value - least) / (largest - least));
  },
  /** v / max|v|: −1…1, zero stays zero. */
  absmax: (grid) => {
    const [least, largest] = extent(grid);
    const scale = Math.max(-least, largest);
    return grid.values.map((value) => value / scale);
  },
};

export const normalisations = Object.keys(rules) as readonly Normalisation[];

/** The default, `auto`: absmax for maps that have a sign, p99 for the others. */
export function resolveNormalisation(normalisation: Normalisation | "auto", signed: boolean): Normalisation {
  if (normalisation !== "auto") return normalisation;
  return signed ? "absmax" : "p99";
}

/**
 * The map on a common scale: 0–1, or −1…1 under absmax. A constant map becomes zeros.
 * @throws EngineError `unknown-normalisation`
 */
export function normalise(grid: Grid, normalisation: Normalisation): Grid {
  if (!Object.hasOwn(rules, normalisation)) {
    throw new EngineError(
      "unknown-normalisation",
      `There is no normalisation ${normalisation}; choose one of ${normalisations.join(", ")}.`,
      { normalisation },
    );
  }
  const [least, largest] = extent(grid);
  const values = least === largest ? new Float64Array(grid.values.length) : rules[normalisation](grid);
  return { width: grid.width, height: grid.height, values };
}
