import { no, unknown, yes } from "../answers.ts";
import { shareField } from "../field/share.ts";
import type { Terms } from "../pattern.ts";
import type { Predicate } from "./predicate.ts";

/** The first merge lies above this share of the root's height (the report's is .5). It has no null. */
export const noneAlike: Predicate<Terms["noneAlike"]> = {
  fields: { share: shareField },
  phrases: [
    {
      affirm: "no two explain alike above {share} of the root",
      deny: "some two explain alike within {share} of the root",
    },
    { affirm: "no two explain alike", deny: "some two explain alike", given: { share: 0.5 } },
  ],
  evidence: "tree",
  evaluate({ share }, { forest }, out) {
    const { firstHeights, rootHeights } = forest!;
    for (let t = 0; t < out.length; t++) {
      const limit = share * rootHeights[t]!;
      if (firstHeights[t]! > limit) out[t] = yes;
      // A height that is not a number is on neither side.
      else out[t] = firstHeights[t]! <= limit ? no : unknown;
    }
  },
  chance: () => ({ none: "how alike two models explain has no distribution under random merging" }),
  facts: ({ share }) => [{ of: "the first merge's share of the root height", op: "above", threshold: share }],
};
