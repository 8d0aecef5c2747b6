import { pairIndex } from "./condensed.ts";
import type { Link } from "./links.ts";
import type { Joint } from "./merge.ts";

/**
 * Nearest-neighbour chain (Murtagh 1983), O(n²), for links under which a union is never nearer than its parts.
 * Ties as scipy: the chain starts at the lowest live item; among equal distances the item before in the chain wins, else
 * the lowest; a union keeps the higher of the two places.
 */
export function neighbourChain(condensed: Float64Array, n: number, link: Link): Joint[] {
  const distances = Float64Array.from(condensed);
  const size = new Int32Array(n).fill(1);
  const live = Array.from({ length: n }, (_, item) => item);
  const chain: number[] = [];
  const joints: Joint[] = [];
  while (live.length > 1) {
    if (chain.length === 0) chain.push(live[0]!);
    const { a, b, height } = followChain(chain, live, distances, n);
    live.splice(live.indexOf(a), 1);
    const na = size[a]!;
    const nb = size[b]!;
    for (const item of live) {
      if (item === b) continue;
      const place = pairIndex(n, item, b);
      distances[place] = link(distances[pairIndex(n, item, a)]!, distances[place]!, height, na, nb, size[item]!);
    }
    size[b] = na + nb;
    joints.push({ a, b, height });
  }
  return joints;
}

/** Grows the chain until its last two are nearest to each other, and takes them off: a < b. */
function followChain(chain: number[], live: readonly number[], distances: Float64Array, n: number): Joint {
  for (;;) {
    const item = chain.at(-1)!;
    const before = chain.at(-2) ?? -1;
    let nearest = before;
    let least = before < 0 ? Number.POSITIVE_INFINITY : distances[pairIndex(n, item, before)]!;
    // Pairs below `item` lie in its column, those above in its row, one after the other.
    const row = pairIndex(n, item, item + 1) - item - 1;
    for (const other of live) {
      if (other === item) continue;
      const distance = distances[other > item ? row + other : pairIndex(n, other, item)]!;
      if (distance < least) {
        least = distance;
        nearest = other;
      }
    }
    if (nearest === before) {
      chain.length -= 2;
      return { a: Math.min(item, before), b: Math.max(item, before), height: least };
    }
    chain.push(nearest);
  }
}
