import { pairIndex } from "./condensed.ts";
import { type LinkageMethod, links } from "./links.ts";
import type { Merge } from "./merge.ts";

/** Distances this near to each other, relative to the largest, may fall either way in another tool's rounding. */
const tolerance = 1e-12;

/**
 * Whether equal distances left the tree to tie-breaking: at some merge another pair was as near. Other tools may then
 * draw other, equally valid trees (definitions.md §4).
 */
export function hasTies(merges: readonly Merge[], condensed: Float64Array, method: LinkageMethod): boolean {
  const n = merges.length + 1;
  const slack = tolerance * condensed.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const distances = Float64Array.from(condensed);
  const size = new Int32Array(n).fill(1);
  /** Place at which each live node's distances stand. */
  const place = new Map(Array.from({ length: n }, (_, leaf) => [leaf, leaf]));
  /** Nearest other place of each, and how near. */
  const nearest = new Int32Array(n);
  const least = new Float64Array(n);
  const findNearest = (x: number) => {
    least[x] = Number.POSITIVE_INFINITY;
    for (const y of place.values()) {
      const distance = y === x ? Number.POSITIVE_INFINITY : distances[pairIndex(n, x, y)]!;
      if (distance >= least[x]!) continue;
      least[x] = distance;
      nearest[x] = y;
    }
  };
  for (const x of place.values()) findNearest(x);
  for (const [position, { left, right, height }] of merges.entries()) {
    const x = place.get(left)!;
    const y = place.get(right)!;
    place.delete(left);
    place.delete(right);
    // Every other pair has a member that is neither x nor y.
    for (const z of place.values()) if (least[z]! <= height + slack) return true;
    for (const z of place.values()) {
      const [zx, zy] = [pairIndex(n, z, x), pairIndex(n, z, y)];
      distances[zy] = links[method](distances[zx]!, distances[zy]!, height, size[x]!, size[y]!, size[z]!);
    }
    size[y]! += size[x]!;
    const others = [...place.values()];
    place.set(n + position, y);
    findNearest(y);
    for (const z of others) {
      if (nearest[z] === x || nearest[z] === y || distances[pairIndex(n, z, y)]! < least[z]!) findNearest(z);
    }
  }
  return false;
}
