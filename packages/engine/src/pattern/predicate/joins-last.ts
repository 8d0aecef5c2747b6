import { choose } from "../../statistics/index.ts";
import { leafField } from "../field/leaf.ts";
import { maskOf } from "../forest.ts";
import { otherPlaces } from "../leaf-set.ts";
import type { Terms } from "../pattern.ts";
import { markEqual } from "../scan.ts";
import { joiningOf, type Predicate } from "./predicate.ts";

/** The last merge is {leaf} with all the others: all the others are a cluster. By chance 2/(n(n−1)). */
export const joinsLast: Predicate<Terms["joinsLast"]> = {
  fields: { leaf: leafField },
  phrases: [{ affirm: "{leaf} joins last", deny: "{leaf} does not join last" }],
  evidence: "tree",
  evaluate({ leaf }, { forest, leafSet }, out) {
    const { leaves, words } = forest!;
    // Two leaves join each other last. Else n − 1 leaves take n − 2 merges: only the last but one can hold them.
    if (leaves === 2) out.fill(2);
    else markEqual(forest!, maskOf(otherPlaces([leaf], leafSet), words), leaves - 3, leaves - 3, out);
  },
  chance: (_, n) => ({ probability: 1 / choose(n, 2) }),
  facts: ({ leaf }, leafSet) => [
    { of: joiningOf(leaf), is: "1" },
    ...(leafSet.leaves.length > 2 ? [{ cluster: otherPlaces([leaf], leafSet) }] : []),
  ],
};
