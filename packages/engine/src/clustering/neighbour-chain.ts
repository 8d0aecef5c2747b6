import type { Link } from "./links.ts";
import type { Joint } from "./merge.ts";
import { squareDistances } from "./square.ts";

/** Clusters while they are joined, each at the place of one of its leaves. */
interface State {
  readonly n: number;
  /** n × n, both halves: whoever looks for a neighbour reads one row from end to end. */
  readonly distances: Float64Array;
  readonly size: Int32Array;
  /** Places that hold a cluster, ascending: the first `count`. */
  readonly live: Int32Array;
  count: number;
}

/**
 * Nearest-neighbour chain (Murtagh 1983), O(n²), for links under which a union is never nearer than its parts.
 * Ties as scipy: the chain starts at the lowest live place; among equal distances the item before in the chain wins,
 * else the lowest; a union keeps the higher of the two places.
 */
export function neighbourChain(condensed: Float64Array, n: number, link: Link): Joint[] {
  const state: State = {
    n,
    distances: squareDistances(condensed, n),
    size: new Int32Array(n).fill(1),
    live: Int32Array.from({ length: n }, (_, item) => item),
    count: n,
  };
  const chain: number[] = [];
  const joints: Joint[] = [];
  while (state.count > 1) {
    if (chain.length === 0) chain.push(state.live[0]!);
    const joint = followChain(chain, state);
    unite(joint, state, link);
    joints.push(joint);
  }
  return joints;
}

/** Grows the chain until its last two are nearest to each other, and takes them off: a < b. */
function followChain(chain: number[], { n, distances, live, count }: State): Joint {
  for (;;) {
    const item = chain.at(-1)!;
    const before = chain.at(-2) ?? -1;
    const row = item * n;
    let nearest = before;
    let least = before < 0 ? Number.POSITIVE_INFINITY : distances[row + before]!;
    // The distance of an item to itself is infinite.
    for (let place = 0; place < count; place++) {
      const other = live[place]!;
      const distance = distances[row + other]!;
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

/** Takes a's place away and gives its leaves to b. */
function unite({ a, b, height }: Joint, state: State, link: Link): void {
  const { n, distances, size, live } = state;
  const gone = live.indexOf(a);
  live.copyWithin(gone, gone + 1, state.count);
  state.count--;
  const na = size[a]!;
  const nb = size[b]!;
  for (let place = 0; place < state.count; place++) {
    const item = live[place]!;
    if (item === b) continue;
    const distance = link(distances[a * n + item]!, distances[b * n + item]!, height, na, nb, size[item]!);
    distances[b * n + item] = distance;
    distances[item * n + b] = distance;
  }
  size[b] = na + nb;
}
