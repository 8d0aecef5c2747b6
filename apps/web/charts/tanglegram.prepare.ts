import type { Tree } from "./dendrogram.prepare.ts";

/** A tree beside another of the same leaves; merges say whether the other has their cluster too. */
export interface TangledTree extends Tree {
  readonly merges: readonly (Tree["merges"][number] & { shared: boolean })[];
}

/** The line of one leaf from its place in one drawing to its place in the other. */
export interface Strand {
  readonly leaf: number;
  /** Rows from the top, from 0. */
  readonly left: number;
  readonly right: number;
  /** The leaves, itself among them, of the smallest cluster below the root that both trees have; null for none. */
  readonly clade: readonly number[] | null;
}

/** One line a leaf, in the order of the left drawing. */
export function strandsOf(left: TangledTree, right: TangledTree): Strand[] {
  const rows = new Map(right.leafOrder.map((leaf, row) => [leaf, row]));
  const clades = sharedClades(left);
  return left.leafOrder.map((leaf, row) => ({
    leaf,
    left: row,
    right: rows.get(leaf)!,
    clade: clades.find((leaves) => leaves.includes(leaf)) ?? null,
  }));
}

/** The clusters below the root that both trees have, smallest first. */
export function sharedClades(tree: TangledTree): number[][] {
  const under = leavesUnder(tree);
  return tree.merges
    .flatMap(({ shared }, position) =>
      shared && position < tree.merges.length - 1 ? [under[tree.leafCount + position]!] : [],
    )
    .sort((a, b) => a.length - b.length);
}

/** Whether a branch ends in a leaf of a shared cluster, or in such a cluster: by scipy's number of its end. */
export function isSharedEnd(tree: TangledTree, end: number): boolean {
  if (end >= tree.leafCount) return tree.merges[end - tree.leafCount]!.shared;
  const parent = tree.merges.findIndex(({ left, right }) => left === end || right === end);
  return parent < tree.merges.length - 1 && tree.merges[parent]!.shared;
}

/** Leaves under each cluster, by scipy's numbers. */
function leavesUnder({ leafCount, merges }: TangledTree): number[][] {
  const under = Array.from({ length: leafCount }, (_, leaf) => [leaf]);
  for (const { left, right } of merges) under.push([...under[left]!, ...under[right]!]);
  return under;
}

/** A smooth line across a strip, from one row's middle to another's. */
export function strandPath({ left, right }: Strand, width: number, rowHeight: number): string {
  const [from, to] = [(left + 0.5) * rowHeight, (right + 0.5) * rowHeight];
  return `M0 ${from}C${width / 2} ${from} ${width / 2} ${to} ${width} ${to}`;
}
