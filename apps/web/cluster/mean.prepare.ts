import { cutTree, defaultCut, lastJoiner, leavesUnder, type Tree } from "../charts/dendrogram.prepare.ts";
import { countOf, countWord, listText } from "../text/count.ts";
import { heightText } from "../text/probability.ts";

/** What the mean tree shows, as the page's title. */
export function meanFinding(tree: Tree, names: readonly string[], imageCount: number): string {
  const over = imageCount === 1 ? "the one image" : `${countOf(imageCount, "image")} on average`;
  if (tree.leafCount < 3) return `${listText(names)} over ${over}`;
  const joiner = lastJoiner(tree);
  if (joiner === null) return `The models explain ${over} in two ways`;
  return `${names[joiner]} explains ${over} unlike the other ${countWord(tree.leafCount - 1)}`;
}

/** The line below: where the joiner joins, or who is on which side. */
export function meanDetail(tree: Tree, names: readonly string[]): string {
  const height = tree.merges.at(-1)?.height;
  if (height === undefined || tree.leafCount < 3) return "";
  if (lastJoiner(tree) !== null) return `It joins last, at ${heightText(height)}.`;
  const halves = cutTree(tree, defaultCut(tree)).map((half) => listText(half.map((leaf) => names[leaf]!)));
  return `${halves.join(" on one side, ")} on the other, joined at ${heightText(height)}.`;
}

export interface MeanClade {
  readonly leaves: readonly number[];
  readonly height: number;
  /** Null where it is not known. */
  readonly share: number | null;
}

/** The clades below the root, the last merged first, with the support of their merges. */
export function supportedClades(tree: Tree, shares: readonly (number | null)[] | null): MeanClade[] {
  const { leafCount, merges } = tree;
  const under = leavesUnder(tree);
  return merges
    .slice(0, -1)
    .map(({ height }, position) => ({
      leaves: under[leafCount + position]!,
      height,
      share: shares?.[position] ?? null,
    }))
    .toReversed();
}
