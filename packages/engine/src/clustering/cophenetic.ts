import { pairIndex } from "./condensed.ts";
import { leafOrder } from "./leaf-order.ts";
import type { Merge } from "./merge.ts";

/** Height at which each pair of leaves comes together, in the order of condensed distances. */
export function copheneticDistances(merges: readonly Merge[]): Float64Array {
  const n = merges.length + 1;
  const order = leafOrder(merges);
  const heights = new Float64Array((n * (n - 1)) / 2);
  // In leaf order, each merge joins two neighbouring stretches: left, then right.
  const start = new Int32Array(2 * n - 1);
  for (const [place, leaf] of order.entries()) start[leaf] = place;
  const size = (node: number) => merges[node - n]?.size ?? 1;
  merges.forEach(({ left, right, height }, position) => {
    start[n + position] = start[left]!;
    for (let p = start[left]!; p < start[left]! + size(left); p++) {
      for (let q = start[right]!; q < start[right]! + size(right); q++) {
        heights[pairIndex(n, order[p]!, order[q]!)] = height;
      }
    }
  });
  return heights;
}

/**
 * Pearson correlation of the tree's cophenetic distances with the distances that it was made from (Sokal and Rohlf
 * 1962), −1…1; null where either has no spread.
 */
export function copheneticCorrelation(merges: readonly Merge[], condensed: Float64Array): number | null {
  const heights = copheneticDistances(merges);
  const spread = (values: Float64Array) => values.some((value) => value !== values[0]);
  if (!spread(heights) || !spread(condensed)) return null;
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(condensed), mean(heights)];
  let [xy, xx, yy] = [0, 0, 0];
  condensed.forEach((value, pair) => {
    const x = value - meanX;
    const y = heights[pair]! - meanY;
    xy += x * y;
    xx += x * x;
    yy += y * y;
  });
  const correlation = xy / Math.sqrt(xx * yy);
  // Squares of deviations so small, or so large, that float64 has no number for them.
  return Number.isFinite(correlation) ? correlation : null;
}
