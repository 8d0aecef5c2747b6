import { choose } from "../../statistics/index.ts";
import { clusterIn } from "../cluster.ts";
import { leafField } from "../field/leaf.ts";
import { otherPlaces } from "../leaf-set.ts";
import type { Terms } from "../pattern.ts";
import { markCluster } from "../scan.ts";
import { joiningOf, type Predicate } from "./predicate.ts";

/** The last merge is {leaf} with all the others: all the others are a cluster. By chance 2/(n(n−1)). */
export const joinsLast: Predicate<Terms["joinsLast"]> = {
  fields: { leaf: leafField },
  phrases: [{ affirm: "{leaf} joins last", deny: "{leaf} does not join last" }],
  evidence: "tree",
  cluster({ leaf }, leafSet) {
    const n = leafSet.leaves.length;
    // Two leaves join each other last. Else n − 1 leaves take n − 2 merges: only the last but one can hold them.
    return n === 2 ? clusterIn([0, 1], leafSet, 0, 0) : clusterIn(otherPlaces([leaf], leafSet), leafSet, n - 3);
  },
  evaluate: (args, { forest, leafSet }, out) => markCluster(forest!, joinsLast.cluster!(args, leafSet)!, out),
  chance: (_, n) => ({ probability: 1 / choose(n, 2) }),
  facts: ({ leaf }, leafSet) => [
    { of: joiningOf(leaf), is: "1" },
    ...(leafSet.leaves.length > 2 ? [{ cluster: otherPlaces([leaf], leafSet) }] : []),
  ],
};
