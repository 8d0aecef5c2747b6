import { inconsistencies } from "./inconsistency.ts";
import type { Merge } from "./merge.ts";

/**
 * A cut of a tree: the cluster of each leaf, numbered from 1 as scipy's fcluster numbers them (subtrees before leaves).
 */
export type Labels = readonly number[];

/** Clusters whose merges all lie at or below a height: fcluster's `distance`. */
export function cutByHeight(merges: readonly Merge[], height: number): Labels {
  return cut(
    merges,
    highestBelow(merges, (position) => merges[position]!.height),
    height,
  );
}

/** Clusters in which no merge is more inconsistent than the limit: fcluster's `inconsistent`. */
export function cutByInconsistency(merges: readonly Merge[], limit: number, depth = 2): Labels {
  const found = inconsistencies(merges, depth);
  return cut(
    merges,
    highestBelow(merges, (position) => found[position]!.coefficient),
    limit,
  );
}

/**
 * At most `count` clusters, cut as low as that allows, equal heights together: fcluster's `maxclust` (scipy 1.17; 1.10 never
 * undoes the two lowest of several merges). For exactly `count` clusters, see cutTree.
 */
export function cutByCount(merges: readonly Merge[], count: number): Labels {
  if (count > merges.length) return Array.from({ length: merges.length + 1 }, (_, leaf) => leaf + 1);
  const heights = highestBelow(merges, (position) => merges[position]!.height);
  let [low, high] = [-1, merges.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (Math.max(...cut(merges, heights, heights[middle]!)) > count) low = middle;
    else high = middle;
  }
  return cut(merges, heights, heights[high]!);
}

/** Exactly `count` clusters, the last merges undone; numbered in the order of their first leaves, as R's cutree. */
export function cutTree(merges: readonly Merge[], count: number): Labels {
  const n = merges.length + 1;
  const cluster = Int32Array.from({ length: 2 * n - 1 }, (_, node) => node);
  for (let position = n - count - 1; position >= 0; position--) {
    const { left, right } = merges[position]!;
    cluster[left] = cluster[n + position]!;
    cluster[right] = cluster[n + position]!;
  }
  const numbers = new Map<number, number>();
  return Array.from({ length: n }, (_, leaf) => {
    const root = cluster[leaf]!;
    if (!numbers.has(root)) numbers.set(root, numbers.size + 1);
    return numbers.get(root)!;
  });
}

/** Largest value among each merge and all below it. */
function highestBelow(merges: readonly Merge[], value: (position: number) => number): Float64Array {
  const n = merges.length + 1;
  const highest = new Float64Array(merges.length);
  for (const [position, merge] of merges.entries()) {
    const below = [merge.left, merge.right].filter((child) => child >= n).map((child) => highest[child - n]!);
    highest[position] = Math.max(value(position), ...below);
  }
  return highest;
}

/** One cluster a highest merge whose value is at most the limit, and one a leaf without any. */
function cut(merges: readonly Merge[], values: Float64Array, limit: number): Labels {
  const n = merges.length + 1;
  const labels = new Array<number>(n).fill(0);
  let clusters = 0;
  // Not by recursion: a chain is as deep as it has leaves.
  const open = [{ node: 2 * n - 2, isInside: false, isEntered: false }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { left, right } = merges[next.node - n]!;
    if (next.isEntered) {
      for (const child of [left, right]) {
        if (child >= n) continue;
        if (!next.isInside) clusters++;
        labels[child] = clusters;
      }
      continue;
    }
    const leads = !next.isInside && values[next.node - n]! <= limit;
    if (leads) clusters++;
    const isInside = next.isInside || leads;
    open.push({ node: next.node, isInside, isEntered: true });
    for (const child of [right, left]) if (child >= n) open.push({ node: child, isInside, isEntered: false });
  }
  return labels;
}
