import type { Merge } from "../clustering/index.ts";

/**
 * The tree of some of the leaves, as the whole tree joins them: merges that have none of them on one side fall away, the
 * others keep their heights and their order. Leaf i of the result is the i-th kept one.
 * @param kept places of at least one leaf, each once
 */
export function pruneTree(merges: readonly Merge[], kept: readonly number[]): Merge[] {
  const n = merges.length + 1;
  /** What stands for each node of the whole tree: a node of the pruned one, or −1 where none of the kept are under it. */
  const stands = new Int32Array(2 * n - 1).fill(-1);
  for (const [place, leaf] of kept.entries()) stands[leaf] = place;
  const pruned: Merge[] = [];
  const sizeOf = (node: number) => pruned[node - kept.length]?.size ?? 1;
  merges.forEach(({ left, right, height }, position) => {
    const [a, b] = [stands[left]!, stands[right]!];
    if (a < 0 || b < 0) {
      stands[n + position] = Math.max(a, b);
      return;
    }
    stands[n + position] = kept.length + pruned.length;
    pruned.push({ left: Math.min(a, b), right: Math.max(a, b), height, size: sizeOf(a) + sizeOf(b) });
  });
  return pruned;
}
