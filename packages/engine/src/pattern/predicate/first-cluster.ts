import { choose } from "../../statistics/index.ts";
import { yes } from "../answers.ts";
import { type Cluster, clusterIn } from "../cluster.ts";
import { leavesField } from "../field/leaves.ts";
import type { Forest } from "../forest.ts";
import { type LeafSet, placesOf } from "../leaf-set.ts";
import type { Terms } from "../pattern.ts";
import { isMember, markCluster, sizeOf } from "../scan.ts";
import { clade } from "./clade.ts";
import { type Fact, joiningOf, type Predicate } from "./predicate.ts";

/** The first merge of tree t that makes a cluster of m leaves or more. */
function firstOfSize(forest: Forest, m: number, t: number): number {
  // m leaves take m − 1 merges.
  let j = m - 2;
  while (sizeOf(forest, j, t) < m) j++;
  return j;
}

/** As early as m leaves can be together, nothing larger came before them. */
function earliest(leaves: readonly string[], leafSet: LeafSet): Cluster {
  return clusterIn(placesOf(leaves, leafSet), leafSet, leaves.length - 2, leaves.length - 2);
}

/** A pair that clusters first joins at the first merge, and nobody else does. */
function joinings(pair: readonly string[], { leaves }: LeafSet): Fact[] {
  const first = String(leaves.length - 1);
  return leaves.map(({ id }) =>
    pair.includes(id)
      ? { of: joiningOf(id), is: first, partial: true }
      : { of: joiningOf(id), isNot: first, partial: true },
  );
}

/**
 * The first cluster of m leaves or more to form is exactly these m. By chance 1/C(n,2) for m = 2. For larger m: all
 * leaves being alike, the share of random trees whose first such cluster has exactly m leaves, divided by C(n,m).
 */
export const firstCluster: Predicate<Terms["firstCluster"]> = {
  fields: { leaves: leavesField },
  phrases: [{ affirm: "{leaves} cluster first", deny: "{leaves} do not cluster first" }],
  evidence: "tree",
  refuse({ leaves }, n) {
    if (leaves.length === 1) return "One model alone is no cluster that forms; name at least two that cluster first.";
    return leaves.length < n
      ? null
      : `All ${n} models are always the first cluster of their size; leave at least one out.`;
  },
  cluster: ({ leaves }, leafSet) => (leaves.length === 2 ? earliest(leaves, leafSet) : null),
  evaluate({ leaves }, { forest, leafSet }, out) {
    const m = leaves.length;
    const early = earliest(leaves, leafSet);
    markCluster(forest!, early, out);
    if (m === 2) return;
    const later = new Uint8Array(out.length);
    markCluster(forest!, { ...early, from: m - 1, to: forest!.leaves - 3 }, later);
    for (let t = 0; t < out.length; t++) {
      if (later[t] === yes && isMember(forest!, early.mask, firstOfSize(forest!, m, t), t)) out[t] = yes;
    }
  },
  chance({ leaves }, n) {
    const m = leaves.length;
    if (m === 2) return { probability: 1 / choose(n, 2) };
    return {
      average: (forest) => {
        let hits = 0;
        for (let t = 0; t < forest.trees; t++) if (sizeOf(forest, firstOfSize(forest, m, t), t) === m) hits++;
        return { hits, weight: 1 / choose(n, m) };
      },
    };
  },
  facts: ({ leaves }, leafSet) => [
    { cluster: placesOf(leaves, leafSet), partial: true },
    { of: `the first cluster of ${leaves.length} or more`, is: placesOf(leaves, leafSet).join() },
    ...(leaves.length === 2 ? joinings(leaves, leafSet) : []),
    // All but one are the first cluster of their size whenever they are a cluster.
    ...(leaves.length === leafSet.leaves.length - 1 ? clade.facts({ leaves }, leafSet) : []),
  ],
};
