import type { Measure } from "./measure.ts";
import { correlation, type Deviations, deviations } from "./pearson.ts";

/** Rank of each value from 1, equal values sharing the mean of their ranks. */
export function averageRanks(values: Float64Array): Float64Array {
  const sorted = Float64Array.from(values).sort();
  return values.map((value) => {
    const below = countBelow(sorted, (other) => other < value);
    const upTo = countBelow(sorted, (other) => other <= value);
    return (below + 1 + upTo) / 2;
  });
}

/** How many of the sorted values are below, by halving. */
function countBelow(sorted: Float64Array, isBelow: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Spearman's ρ over the pixels: Pearson's r of average ranks. */
export const spearman: Measure<Deviations> = {
  prepare: (grid) => deviations(averageRanks(grid.values)),
  compare: correlation,
};
