import { no, unknown, yes } from "../answers.ts";
import { leafField } from "../field/leaf.ts";
import { shareField } from "../field/share.ts";
import type { Terms } from "../pattern.ts";
import type { Predicate } from "./predicate.ts";

/** More than this share of the leaf's relevance lies outside the object's mask. It has no null. */
export const offObject: Predicate<Terms["offObject"]> = {
  fields: { leaf: leafField, share: shareField },
  phrases: [
    { affirm: "{leaf} is more than {share} off the object", deny: "{leaf} is not more than {share} off the object" },
  ],
  evidence: "off-object",
  refuse: ({ share }) =>
    share < 1 ? null : "No map has more than all of its relevance off the object; choose a share below 1.",
  evaluate({ leaf, share }, { offObject: shares, leafSet }, out) {
    const n = leafSet.leaves.length;
    const place = leafSet.places.get(leaf)!;
    for (let t = 0; t < out.length; t++) {
      const off = shares![t * n + place]!;
      if (Number.isNaN(off)) out[t] = unknown;
      else out[t] = off > share ? yes : no;
    }
  },
  chance: () => ({ none: "relevance outside the object has no distribution by chance" }),
  facts: ({ leaf, share }) => [{ of: `the share of ${leaf} off the object`, op: "above", threshold: share }],
};
