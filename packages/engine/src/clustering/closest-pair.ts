import { pairIndex } from "./condensed.ts";
import { Heap } from "./heap.ts";
import type { Link } from "./links.ts";
import type { Merge } from "./merge.ts";

/** What the agglomeration knows while it runs. A union keeps the place of its higher part. */
interface State {
  readonly n: number;
  readonly distances: Float64Array;
  /** Leaves of the cluster at each place; 0 where it is gone. */
  readonly size: Int32Array;
  /** For each place: the nearest higher one, as far as known, and a lower bound of its distance. */
  readonly neighbour: Int32Array;
  readonly bound: Float64Array;
}

/**
 * The generic algorithm (Müllner 2011, as in scipy) for centroid and median, under which a union may be nearer than its
 * parts were: lower bounds of each item's nearest distance in a heap, made exact when they come up.
 */
export function closestPair(condensed: Float64Array, n: number, link: Link): Merge[] {
  const state: State = {
    n,
    distances: Float64Array.from(condensed),
    size: new Int32Array(n).fill(1),
    neighbour: new Int32Array(n),
    bound: new Float64Array(n),
  };
  for (let x = 0; x < n - 1; x++) findNeighbour(state, x);
  const heap = new Heap(state.bound.subarray(0, n - 1));
  const node = Int32Array.from({ length: n }, (_, item) => item);
  const merges: Merge[] = [];
  for (let position = 0; position < n - 1; position++) {
    const { x, y, height } = takeClosest(state, heap, n - position);
    const [left, right] = [Math.min(node[x]!, node[y]!), Math.max(node[x]!, node[y]!)];
    merges.push({ left, right, height, size: state.size[x]! + state.size[y]! });
    node[y] = n + position;
    unite(state, x, y, height, link);
    updateBounds(state, heap, x, y);
  }
  return merges;
}

/** Nearest live place above x; bound is infinite where there is none. */
function findNeighbour({ n, distances, size, neighbour, bound }: State, x: number): void {
  neighbour[x] = -1;
  bound[x] = Number.POSITIVE_INFINITY;
  for (let y = x + 1; y < n; y++) {
    const distance = distances[pairIndex(n, x, y)]!;
    if (size[y]! > 0 && distance < bound[x]!) {
      bound[x] = distance;
      neighbour[x] = y;
    }
  }
}

function takeClosest(state: State, heap: Heap, tries: number): { x: number; y: number; height: number } {
  const { n, distances, neighbour, bound } = state;
  for (let attempt = 0; attempt < tries; attempt++) {
    const x = heap.topKey;
    if (heap.topValue === distances[pairIndex(n, x, neighbour[x]!)]) break;
    findNeighbour(state, x);
    heap.change(x, bound[x]!);
  }
  const x = heap.topKey;
  const height = heap.topValue;
  heap.removeTop();
  return { x, y: neighbour[x]!, height };
}

function unite({ n, distances, size }: State, x: number, y: number, height: number, link: Link): void {
  const nx = size[x]!;
  const ny = size[y]!;
  size[x] = 0;
  size[y] = nx + ny;
  for (let z = 0; z < n; z++) {
    if (size[z] === 0 || z === y) continue;
    const place = pairIndex(n, z, y);
    distances[place] = link(distances[pairIndex(n, z, x)]!, distances[place]!, height, nx, ny, size[z]!);
  }
}

function updateBounds(state: State, heap: Heap, x: number, y: number): void {
  const { n, distances, size, neighbour, bound } = state;
  // Only a guess: whoever was nearest to x is probably near to the union.
  for (let z = 0; z < x; z++) if (size[z]! > 0 && neighbour[z] === x) neighbour[z] = y;
  for (let z = 0; z < y; z++) {
    const distance = distances[pairIndex(n, z, y)]!;
    if (size[z] === 0 || !(distance < bound[z]!)) continue;
    neighbour[z] = y;
    bound[z] = distance;
    heap.change(z, distance);
  }
  if (y === n - 1) return;
  findNeighbour(state, y);
  if (neighbour[y]! >= 0) heap.change(y, bound[y]!);
}
