/** Place of the pair (i, j) among the n(n−1)/2 distances of n items, row by row: (0,1), (0,2) … (1,2) …; i ≠ j. */
export function pairIndex(n: number, i: number, j: number): number {
  const low = Math.min(i, j);
  return low * n - (low * (low + 1)) / 2 + Math.max(i, j) - low - 1;
}

/** Number of items whose pairs fill an array of this length; not a whole number where none do. */
export function itemCount(pairs: number): number {
  return (1 + Math.sqrt(1 + 8 * pairs)) / 2;
}

export type Distance = "one-minus" | "root";

/** How a similarity becomes a distance (definitions.md §4). */
export const distanceOf: Record<Distance, (similarity: number) => number> = {
  "one-minus": (similarity) => 1 - similarity,
  root: (similarity) => Math.sqrt(Math.max(1 - similarity, 0)),
};

export const distances = Object.keys(distanceOf) as readonly Distance[];

/** Distances of all pairs, from their similarities in the same order. */
export function condensedDistances(similarities: ArrayLike<number>, distance: Distance): Float64Array {
  return Float64Array.from(similarities, distanceOf[distance]);
}
