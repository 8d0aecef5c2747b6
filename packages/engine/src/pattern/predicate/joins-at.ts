import { yes } from "../answers.ts";
import { leafField } from "../field/leaf.ts";
import { rankField } from "../field/rank.ts";
import type { Terms } from "../pattern.ts";
import { joiningOf, type Predicate } from "./predicate.ts";

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
    const step = words * trees;
    const word = (place >> 5) * trees;
    // It was a singleton until then where no earlier merge holds it; the later ones hold most.
    const merge = leaves - 1 - rank;
    for (let t = 0; t < trees; t++) {
      if ((members[merge * step + word + t]! & bit) === 0) continue;
      let at = (merge - 1) * step + word + t;
      while (at >= 0 && (members[at]! & bit) === 0) at -= step;
      if (at < 0) out[t] = yes;
    }
  },
  chance: ({ rank }, n) => ({ probability: (2 * rank) / (n * (n - 1)) }),
  facts: ({ leaf, rank }) => [{ of: joiningOf(leaf), is: String(rank) }],
};
