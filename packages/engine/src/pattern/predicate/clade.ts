import { leavesField } from "../field/leaves.ts";
import { maskOf } from "../forest.ts";
import { otherPlaces, placesOf } from "../leaf-set.ts";
import type { Terms } from "../pattern.ts";
import { markEqual } from "../scan.ts";
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
  evaluate({ leaves }, { forest, leafSet }, out) {
    const mask = maskOf(placesOf(leaves, leafSet), forest!.words);
    // m leaves take m − 1 merges, and the last merge holds all n.
    markEqual(forest!, mask, leaves.length - 2, forest!.leaves - 3, out);
  },
  chance: ({ leaves }, n) => ({ probability: cladeChance(n, leaves.length) }),
  facts: ({ leaves }, leafSet) => [
    { cluster: placesOf(leaves, leafSet) },
    // All but one: that one joins last.
    ...(leaves.length === leafSet.leaves.length - 1
      ? otherPlaces(leaves, leafSet).map((place) => ({ of: joiningOf(leafSet.leaves[place]!.id), is: "1" }))
      : []),
  ],
};
