import { dot } from "./dot.ts";
import type { Measure } from "./measure.ts";

/** Values less their mean, and the root of their summed squares; 0 where they are all equal. */
export interface Deviations {
  readonly values: Float64Array;
  readonly norm: number;
}

export function deviations(values: Float64Array): Deviations {
  if (values.every((value) => value === values[0])) return { values: new Float64Array(values.length), norm: 0 };
  const mean = dot(values, new Float64Array(values.length).fill(1)) / values.length;
  const centred = values.map((value) => value - mean);
  return { values: centred, norm: Math.sqrt(dot(centred, centred)) };
}

/** Pearson's r, −1…1; null where one side does not vary. */
export function correlation(a: Deviations, b: Deviations): number | null {
  if (a.norm === 0 || b.norm === 0) return null;
  return Math.min(Math.max(dot(a.values, b.values) / (a.norm * b.norm), -1), 1);
}

/** Pearson's r over the pixels. */
export const pearson: Measure<Deviations> = {
  prepare: (grid) => deviations(grid.values),
  compare: correlation,
};
