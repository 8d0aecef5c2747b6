import { yes } from "../answers.ts";
import { leafField } from "../field/leaf.ts";
import { rankField } from "../field/rank.ts";
import type { Terms } from "../pattern.ts";
import type { Predicate } from "./predicate.ts";

/** The leaf joins, as a singleton, at the merge of this rank from the end (1 = last). By chance 2·rank/(n(n−1)). */
export const joinsAt: Predicate<Terms["joinsAt"]> = {
  fields: { leaf: leafField, rank: rankField },
  phrases: [{ affirm: "{leaf} joins {rank}", deny: "{leaf} does not join {rank}" }],
  evidence: "tree",
  simpler: ({ leaf, rank }) => (rank === 1 ? { joinsLast: { leaf } } : null),
  evaluate({ leaf, rank }, { forest, leafSet }, out) {
    const { members, leaves, words, trees } = forest!;
    const place = leafSet.places.get(leaf)!;
    const bit = 1 << (place & 31);
    const column = (j: number) => {
      const start = (j * words + (place >> 5)) * trees;
      return members.subarray(start, start + trees);
    };
    // It was a singleton until then where no earlier merge holds it.
    const merge = column(leaves - 1 - rank);
    for (let t = 0; t < trees; t++) if ((merge[t]! & bit) !== 0) out[t] = yes;
    for (let j = leaves - 2 - rank; j >= 0; j--) {
      const earlier = column(j);
      for (let t = 0; t < trees; t++) if ((earlier[t]! & bit) !== 0) out[t] = 0;
    }
  },
  chance: ({ rank }, n) => ({ probability: (2 * rank) / (n * (n - 1)) }),
  facts: ({ leaf, rank }) => [{ of: `the merge at which ${leaf} joins`, is: String(rank) }],
};
