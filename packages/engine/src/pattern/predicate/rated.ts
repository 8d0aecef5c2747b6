import { no, unknown, yes } from "../answers.ts";
import { comparisonField, comparisons } from "../field/comparison.ts";
import { leafField } from "../field/leaf.ts";
import { thresholdField } from "../field/threshold.ts";
import type { Terms } from "../pattern.ts";
import type { Predicate } from "./predicate.ts";

/** The mean human rating of the leaf on this image compares so with the threshold. It has no null. */
export const rated: Predicate<Terms["rated"]> = {
  fields: { leaf: leafField, op: comparisonField, threshold: thresholdField },
  phrases: [{ affirm: "{leaf} is rated {op} {threshold}", deny: "{leaf} is not rated {op} {threshold}" }],
  evidence: "rating",
  refuse({ op, threshold }) {
    const possible = [1, 5].some((end) => comparisons[op].holds(end, threshold));
    return possible ? null : `No rating lies ${comparisons[op].words.join(" ")} ${threshold}: ratings go from 1 to 5.`;
  },
  evaluate({ leaf, op, threshold }, { ratings, leafSet }, out) {
    const n = leafSet.leaves.length;
    const place = leafSet.places.get(leaf)!;
    const { holds } = comparisons[op];
    for (let t = 0; t < out.length; t++) {
      const rating = ratings![t * n + place]!;
      if (Number.isNaN(rating)) out[t] = unknown;
      else out[t] = holds(rating, threshold) ? yes : no;
    }
  },
  chance: () => ({ none: "people's ratings have no distribution by chance" }),
  facts: ({ leaf, op, threshold }) => [{ of: `the rating of ${leaf}`, op, threshold }],
};
