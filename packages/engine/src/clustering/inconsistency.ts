import type { Merge } from "./merge.ts";

/** How a merge's height compares with those of the merges below it. */
export interface Inconsistency {
  /** Of the heights of this merge and those at most depth − 1 links below. */
  readonly mean: number;
  /** Sample standard deviation; 0 for one height. */
  readonly deviation: number;
  readonly count: number;
  /** (height − mean) / deviation; 0 where there is no deviation. */
  readonly coefficient: number;
}

/** Inconsistency of each merge, as scipy's `inconsistent` (Jain and Dubes 1988). */
export function inconsistencies(merges: readonly Merge[], depth = 2): Inconsistency[] {
  const n = merges.length + 1;
  const heightsBelow = (node: number, levels: number): number[] => {
    const merge = merges[node - n];
    if (!merge || levels === 0) return [];
    return [...heightsBelow(merge.left, levels - 1), ...heightsBelow(merge.right, levels - 1), merge.height];
  };
  return merges.map(({ height }, position) => {
    const heights = heightsBelow(n + position, depth);
    const count = heights.length;
    const sum = heights.reduce((total, value) => total + value, 0);
    const squares = heights.reduce((total, value) => total + value * value, 0);
    const variance = count < 2 ? 0 : (squares - (sum * sum) / count) / (count - 1);
    const deviation = variance > 0 ? Math.sqrt(variance) : 0;
    const mean = sum / count;
    return { mean, deviation, count, coefficient: deviation > 0 ? (height - mean) / deviation : 0 };
  });
}
