import { pairIndex } from "./condensed.ts";
import type { Merge } from "./merge.ts";
import { type Tree, treeOf } from "./tree.ts";

/**
 * The order of the leaves that the tree allows in which neighbours are nearest: the sum of their distances is the least
 * (Bar-Joseph 2001). O(n³) time, O(n²) memory; where several orders are best, the first found. Never longer than scipy's
 * optimal_leaf_ordering, which misses the best order of some trees.
 */
export function optimalLeafOrder(merges: readonly Merge[], condensed: Float64Array): number[] {
  const tree = treeOf(merges);
  const search = new Search(tree, condensed);
  for (const position of merges.keys()) search.join(tree.n + position);
  const root = 2 * tree.n - 2;
  const [left, right] = tree.children(root)!;
  let best = { first: 0, last: 0, cost: Number.POSITIVE_INFINITY };
  for (const first of tree.leaves(left)) {
    for (const last of tree.leaves(right)) {
      const cost = search.cost(first, last);
      if (cost < best.cost) best = { first, last, cost };
    }
  }
  return search.order(root, best.first, best.last);
}

/** cost(u, w): the least sum within the smallest subtree that holds u and w, where u is its first leaf and w its last. */
class Search {
  readonly #tree: Tree;
  readonly #condensed: Float64Array;
  readonly #costs: Float64Array;
  /** Leaves that may end a subtree that `leaf` begins, at the subtree joined last: those of the other child. */
  readonly #opposite: (readonly number[])[];

  constructor(tree: Tree, condensed: Float64Array) {
    this.#tree = tree;
    this.#condensed = condensed;
    this.#costs = new Float64Array(tree.n * tree.n);
    this.#opposite = Array.from({ length: tree.n }, (_, leaf) => [leaf]);
  }

  cost(first: number, last: number): number {
    return this.#costs[first * this.#tree.n + last]!;
  }

  /** Fills the costs between the leaves of a merge's two children, whose own costs are known. */
  join(node: number): void {
    const { n } = this.#tree;
    const [left, right] = this.#tree.children(node)!.map((child) => this.#tree.leaves(child)) as [number[], number[]];
    const reach = new Float64Array(n);
    for (const u of left) {
      for (const k of right) reach[k] = least(this.#opposite[u]!, (m) => this.cost(u, m) + this.#distance(m, k));
      for (const w of right) {
        const cost = least(this.#opposite[w]!, (k) => reach[k]! + this.cost(k, w));
        this.#costs[u * n + w] = cost;
        this.#costs[w * n + u] = cost;
      }
    }
    for (const leaf of left) this.#opposite[leaf] = right;
    for (const leaf of right) this.#opposite[leaf] = left;
  }

  /** The best order of a node's leaves that begins and ends so. */
  order(node: number, first: number, last: number): number[] {
    const children = this.#tree.children(node);
    if (!children) return [first];
    const [left, right] = children;
    if (!this.#tree.leaves(left).includes(first)) return this.order(node, last, first).reverse();
    let best = { m: 0, k: 0, cost: Number.POSITIVE_INFINITY };
    for (const m of this.#ends(left, first)) {
      for (const k of this.#ends(right, last)) {
        const cost = this.cost(first, m) + this.#distance(m, k) + this.cost(k, last);
        if (cost < best.cost) best = { m, k, cost };
      }
    }
    return [...this.order(left, first, best.m), ...this.order(right, best.k, last)];
  }

  /** Leaves that may lie at the other end of a node whose one end is `leaf`. */
  #ends(node: number, leaf: number): readonly number[] {
    const children = this.#tree.children(node);
    if (!children) return [leaf];
    const [left, right] = children.map((child) => this.#tree.leaves(child)) as [number[], number[]];
    return left.includes(leaf) ? right : left;
  }

  #distance(i: number, j: number): number {
    return this.#condensed[pairIndex(this.#tree.n, i, j)]!;
  }
}

function least(items: readonly number[], value: (item: number) => number): number {
  let found = Number.POSITIVE_INFINITY;
  for (const item of items) found = Math.min(found, value(item));
  return found;
}
