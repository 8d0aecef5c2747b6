import { clusterIn } from "../cluster.ts";
import { leavesField } from "../field/leaves.ts";
import { otherPlaces } from "../leaf-set.ts";
import type { Terms } from "../pattern.ts";
import { markCluster } from "../scan.ts";
import { cladeChance } from "./clade-chance.ts";
import type { Predicate } from "./predicate.ts";

/** All the others form a cluster before any of these leaves joins them: the complement is a clade. By chance as that. */
export const lastToJoin: Predicate<Terms["lastToJoin"]> = {
  fields: { leaves: leavesField },
  phrases: [{ affirm: "{leaves} join last", deny: "{leaves} do not join last" }],
  evidence: "tree",
  refuse({ leaves }, n) {
    const most = n - 2;
    if (leaves.length <= most) return null;
    return most < 1
      ? `Of ${n} models none can join last, for no two others form a cluster first; it takes a run of at least three.`
      : `At most ${most} of ${n} models can join last, so that two others are left; these are ${leaves.length}.`;
  },
  simpler: ({ leaves }) => (leaves.length === 1 ? { joinsLast: { leaf: leaves[0]! } } : null),
  cluster({ leaves }, leafSet) {
    const others = otherPlaces(leaves, leafSet);
    return clusterIn(others, leafSet, others.length - 2);
  },
  evaluate: (args, { forest, leafSet }, out) => markCluster(forest!, lastToJoin.cluster!(args, leafSet)!, out),
  chance: ({ leaves }, n) => ({ probability: cladeChance(n, n - leaves.length) }),
  facts: ({ leaves }, leafSet) => [{ cluster: otherPlaces(leaves, leafSet) }],
};
