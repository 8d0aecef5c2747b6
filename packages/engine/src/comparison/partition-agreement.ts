import { adjustedRand, cutTree, fowlkesMallows, type Labels, type Merge } from "../clustering/index.ts";

/** How far two trees agree when each is cut into the same number of clusters. */
export interface PartitionAgreement {
  readonly clusters: number;
  /** 0–1. */
  readonly fowlkesMallows: number;
  /** What it would be on average if the leaves of one tree were relabelled at random. */
  readonly expectedFowlkesMallows: number;
  /** 1 for equal partitions, about 0 for unrelated ones. */
  readonly adjustedRand: number;
}

/**
 * For 2 … n − 1 clusters, at most `most` of them: one cluster, or one for every leaf, would always agree.
 * @param a and b two trees of the same leaves
 */
export function partitionAgreements(a: readonly Merge[], b: readonly Merge[], most = 50): PartitionAgreement[] {
  const n = a.length + 1;
  return Array.from({ length: Math.max(0, Math.min(n - 2, most)) }, (_, place) => {
    const clusters = place + 2;
    const [one, other] = [cutTree(a, clusters), cutTree(b, clusters)];
    return {
      clusters,
      fowlkesMallows: fowlkesMallows(one, other),
      expectedFowlkesMallows: expectedFowlkesMallows(one, other),
      adjustedRand: adjustedRand(one, other),
    };
  });
}

/** √(P·Q) / (n(n−1)), P = Σ m² − n over the clusters' sizes m of one, Q of the other (Fowlkes and Mallows 1983, §2). */
export function expectedFowlkesMallows(a: Labels, b: Labels): number {
  const n = a.length;
  return Math.sqrt(orderedPairs(a) * orderedPairs(b)) / (n * (n - 1));
}

/** Ordered pairs of leaves in one cluster. */
function orderedPairs(labels: Labels): number {
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  let pairs = 0;
  for (const size of sizes.values()) pairs += size * (size - 1);
  return pairs;
}
