import { leafOrder } from "./leaf-order.ts";
import type { Merge } from "./merge.ts";

/** Which leaves lie under each node, without a list for every node: stretches of one leaf order. */
export interface Tree {
  readonly n: number;
  readonly order: readonly number[];
  /** Leaves under a node (leaf or n + position of a merge), in leaf order. */
  leaves(node: number): readonly number[];
  /** Two children of a merge; none of a leaf. */
  children(node: number): readonly [number, number] | null;
}

export function treeOf(merges: readonly Merge[]): Tree {
  const n = merges.length + 1;
  const order = leafOrder(merges);
  const start = new Int32Array(2 * n - 1);
  for (const [place, leaf] of order.entries()) start[leaf] = place;
  merges.forEach(({ left }, position) => {
    start[n + position] = start[left]!;
  });
  return {
    n,
    order,
    leaves: (node) => order.slice(start[node]!, start[node]! + (merges[node - n]?.size ?? 1)),
    children: (node) => {
      const merge = merges[node - n];
      return merge ? [merge.left, merge.right] : null;
    },
  };
}
