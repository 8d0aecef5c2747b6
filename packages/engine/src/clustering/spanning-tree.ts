import { pairIndex } from "./condensed.ts";
import type { Joint } from "./merge.ts";

/** Minimum spanning tree from item 0 (Prim 1957): the joints of single linkage. Equal distances: the lowest item. */
export function spanningTree(condensed: Float64Array, n: number): Joint[] {
  const reach = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const outside = Int32Array.from({ length: n - 1 }, (_, place) => place + 1);
  const joints: Joint[] = [];
  let last = 0;
  for (let count = n - 1; count > 0; count--) {
    // Pairs above `last` lie in its row, one after the other; those below in its column.
    const row = last < n - 1 ? pairIndex(n, last, last + 1) - last - 1 : 0;
    let nearest = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let place = 0; place < count; place++) {
      const item = outside[place]!;
      const distance = condensed[item > last ? row + item : pairIndex(n, item, last)]!;
      if (distance < reach[item]!) reach[item] = distance;
      if (reach[item]! < least) {
        least = reach[item]!;
        nearest = place;
      }
    }
    const item = outside[nearest]!;
    joints.push({ a: last, b: item, height: least });
    outside.copyWithin(nearest, nearest + 1, count);
    last = item;
  }
  return joints;
}
