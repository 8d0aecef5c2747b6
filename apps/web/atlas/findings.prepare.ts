import { lastJoiner, type Tree } from "../charts/dendrogram.prepare.ts";
import { findingSentence } from "../charts/finding.prepare.ts";

export interface FoundTree extends Tree {
  imageId: string;
  rootHeight: number;
  names: readonly string[];
  noun: string | null;
}

export interface Finding {
  tree: FoundTree;
  sentence: string;
  /** The leaf that the sentence is about. */
  highlighted: number | null;
}

/**
 * The trees that most set one model apart: where a leaf joins last, those whose last merge is highest relative to the
 * one before it. At most one a model, so that three cards do not say the same thing thrice.
 */
export function prepareFindings(trees: readonly FoundTree[], count: number): Finding[] {
  const ranked = trees
    .flatMap((tree) => {
      const highlighted = lastJoiner(tree);
      return highlighted === null ? [] : [{ tree, highlighted, apart: apartness(tree) }];
    })
    .sort((a, b) => b.apart - a.apart);
  const told = new Set<string>();
  const findings: Finding[] = [];
  for (const { tree, highlighted } of ranked) {
    const about = tree.names[highlighted]!;
    if (told.has(about) || findings.length === count) continue;
    told.add(about);
    findings.push({ tree, highlighted, sentence: findingSentence({ ...tree, similarities: [] }) });
  }
  return findings;
}

/** How far the last merge lies above the one before it, as a share of the tree. */
function apartness({ merges, rootHeight }: FoundTree): number {
  const before = merges.at(-2)?.height ?? 0;
  return rootHeight > 0 ? (rootHeight - before) / rootHeight : 0;
}
