import { clusterIn } from "../cluster.ts";
import { leavesField } from "../field/leaves.ts";
import { otherPlaces, placesOf } from "../leaf-set.ts";
import type { Terms } from "../pattern.ts";
import { markCluster } from "../scan.ts";
import { cladeChance } from "./clade-chance.ts";
import { joiningOf, type Predicate } from "./predicate.ts";

/** The leaves are a cluster at some height. By chance 2n/(m(m+1)·C(n,m)). */
export const clade: Predicate<Terms["clade"]> = {
  fields: { leaves: leavesField },
  phrases: [{ affirm: "{leaves} form a clade", deny: "{leaves} do not form a clade" }],
  evidence: "tree",
  refuse({ leaves }, n) {
    if (leaves.length === 1) return "One model alone is always a cluster; name at least two that form a clade.";
    return leaves.length < n ? null : `All ${n} models are always a cluster; leave at least one out of the clade.`;
  },
  // m leaves take m − 1 merges, and the last merge holds all n.
  cluster: ({ leaves }, leafSet) => clusterIn(placesOf(leaves, leafSet), leafSet, leaves.length - 2),
  evaluate: (args, { forest, leafSet }, out) => markCluster(forest!, clade.cluster!(args, leafSet)!, out),
  chance: ({ leaves }, n) => ({ probability: cladeChance(n, leaves.length) }),
  facts: ({ leaves }, leafSet) => [
    { cluster: placesOf(leaves, leafSet) },
    // All but one: that one joins last.
    ...(leaves.length === leafSet.leaves.length - 1
      ? otherPlaces(leaves, leafSet).map((place) => ({ of: joiningOf(leafSet.leaves[place]!.id), is: "1" }))
      : []),
  ],
};
