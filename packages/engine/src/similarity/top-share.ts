import type { Grid } from "../heatmap/grid.ts";
import type { Measure } from "./measure.ts";

/** 1 where a pixel is among the highest. */
export type Mask = Uint8Array;

const share = 0.1;

/** The ⌊share · pixels + ½⌋ highest pixels, those at the threshold in raster order; null where all are equal. */
export function topShare({ values }: Grid): Mask | null {
  if (values.every((value) => value === values[0])) return null;
  const wanted = Math.max(1, Math.round(values.length * share));
  const threshold = Float64Array.from(values).sort()[values.length - wanted]!;
  const mask = Uint8Array.from(values, (value) => (value > threshold ? 1 : 0));
  let left = wanted - mask.reduce((sum, bit) => sum + bit, 0);
  for (let cell = 0; left > 0 && cell < values.length; cell++) {
    if (values[cell] !== threshold) continue;
    mask[cell] = 1;
    left--;
  }
  return mask;
}

/** Intersection over union of the two maps' top 10 % of pixels, 0–1; null for a constant map. */
export const intersectionOverUnion: Measure<Mask | null> = {
  prepare: topShare,
  compare: (a, b) => {
    if (!a || !b) return null;
    let [both, either] = [0, 0];
    for (let cell = 0; cell < a.length; cell++) {
      both += a[cell]! & b[cell]!;
      either += a[cell]! | b[cell]!;
    }
    return both / either;
  },
};
