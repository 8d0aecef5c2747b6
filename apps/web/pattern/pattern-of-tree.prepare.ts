import { cutTree, lastJoiner, type Tree } from "../charts/dendrogram.prepare.ts";
import type { PatternJson } from "./pattern.prepare.ts";

/**
 * What a tree shows, as a pattern to count over other images: the leaf that joins last, else the largest cluster under
 * the cut, else the first pair. Null where there are too few leaves to show anything.
 */
export function patternOfTree(tree: Tree, cut: number, models: readonly { id: string }[]): PatternJson | null {
  if (tree.leafCount < 3) return null;
  const named = (leaves: readonly number[]) => leaves.map((leaf) => models[leaf]!.id);
  const joiner = lastJoiner(tree);
  if (joiner !== null) return { joinsLast: { leaf: models[joiner]!.id } };
  const [largest] = cutTree(tree, cut)
    .filter(({ length }) => length > 1 && length < tree.leafCount)
    .sort((a, b) => b.length - a.length);
  if (largest) return { clade: { leaves: named(largest) } };
  const first = tree.merges[0]!;
  return { firstCluster: { leaves: named([first.left, first.right]) } };
}
