import { pairIndex } from "./condensed.ts";
import type { Joint } from "./merge.ts";

/** Minimum spanning tree from item 0 (Prim 1957): the joints of single linkage. Equal distances: the lowest item. */
export function spanningTree(condensed: Float64Array, n: number): Joint[] {
  const reach = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const outside = Array.from({ length: n - 1 }, (_, item) => item + 1);
  const joints: Joint[] = [];
  let last = 0;
  while (outside.length > 0) {
    let nearest = 0;
    outside.forEach((item, place) => {
      reach[item] = Math.min(reach[item]!, condensed[pairIndex(n, last, item)]!);
      if (reach[item]! < reach[outside[nearest]!]!) nearest = place;
    });
    const item = outside[nearest]!;
    joints.push({ a: last, b: item, height: reach[item]! });
    outside.splice(nearest, 1);
    last = item;
  }
  return joints;
}
