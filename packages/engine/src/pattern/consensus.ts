import { countMembers, placesIn } from "./count-members.ts";
import type { Forest } from "./forest.ts";
import { type Branch, supportNewick } from "./support-newick.ts";

/** A cluster of the consensus tree. */
export interface SupportedClade {
  /** Places in the leaf set, lowest first. */
  readonly leaves: readonly number[];
  /** Trees that have it. */
  readonly count: number;
  /** Share of the trees, above .5. */
  readonly support: number;
}

export interface Consensus {
  /** Trees that it is made of. */
  readonly trees: number;
  /** Largest first; the cluster of all leaves is left out. */
  readonly clades: readonly SupportedClade[];
  readonly newick: string;
}

/**
 * The majority-rule tree: all clades that more than half of the trees have. Any two of them are in one tree together,
 * so none cross (Margush and McMorris 1981).
 */
export function consensus(forest: Forest, labels: readonly string[]): Consensus {
  const missing = forest.missing?.filter((byte) => byte !== 0).length ?? 0;
  const trees = forest.trees - missing;
  const clades = countMembers(forest, 0, forest.leaves - 3)
    .filter(({ count }) => 2 * count > trees)
    .map(({ members, count }) => ({ leaves: placesIn(members), count, support: count / trees }))
    .sort((a, b) => b.leaves.length - a.leaves.length || a.leaves[0]! - b.leaves[0]!);
  return { trees, clades, newick: supportNewick(nest(clades, labels)) };
}

/** The tree that nested clades make: each leaf and clade under the smallest clade around it. */
function nest(clades: readonly SupportedClade[], labels: readonly string[]): Branch {
  const root: Branch & { children: Branch[] } = { children: [] };
  // The smallest clade around each leaf, while clades come from the largest to the smallest.
  const around = labels.map(() => root);
  for (const { leaves, support } of clades) {
    const branch = { children: [], support };
    around[leaves[0]!]!.children.push(branch);
    for (const leaf of leaves) around[leaf] = branch;
  }
  labels.forEach((label, leaf) => {
    around[leaf]!.children.push({ label, children: [] });
  });
  return root;
}
