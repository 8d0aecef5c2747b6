import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memberBits } from "../../packages/engine/src/clustering/index.ts";
import { forestFromMerges, leafSetOf, type Pattern, tallyPatterns } from "../../packages/engine/src/pattern/index.ts";
import { anyCase, anyPattern, anyTerm, type Case, factsOf, observe } from "./pattern-arbitraries.ts";
import { holds } from "./pattern-oracle.ts";

/** Clusters that some of the trees have, as patterns that are counted together. */
function realPatterns({ set, trees }: Case): Pattern[] {
  return trees.flatMap((merges) =>
    memberBits(merges ?? []).flatMap((bits): Pattern[] => {
      const leaves = set.leaves.flatMap(({ id }, i) => ((bits[i >> 3]! >> (i & 7)) & 1 ? [id] : []));
      if (leaves.length === set.leaves.length) return [];
      const clade: Pattern = { clade: { leaves } };
      return leaves.length === 2 ? [clade, { firstCluster: { leaves } }] : [clade, { not: clade }];
    }),
  );
}

/** Some images with trees, which of them count, and patterns, of which some may be asked twice. */
const anyQuestions = (least: number, most: number) =>
  anyCase(least, most).chain((one) => {
    const real = realPatterns(one);
    const pattern = fc.oneof(
      anyTerm(one.set),
      anyPattern(one.set),
      ...(real.length > 0 ? [fc.constantFrom(...real)] : []),
    );
    return fc.record({
      one: fc.constant(one),
      patterns: fc.array(pattern, { minLength: 1, maxLength: 12 }),
      chosen: fc.array(fc.constantFrom(0, 1), { minLength: one.trees.length, maxLength: one.trees.length }),
    });
  });

function tallyLiterally(one: Case, pattern: Pattern, chosen: readonly number[]) {
  const answers = one.trees.flatMap((_, image) =>
    chosen[image] === 1 ? [holds(pattern, factsOf(one, image), one.set)] : [],
  );
  const k = answers.filter((answer) => answer === true).length;
  const unknown = answers.filter((answer) => answer === null).length;
  return { k, n: answers.length - unknown, unknown };
}

describe("patterns counted together", () => {
  for (const [leaves, least, most, numRuns] of [
    ["few leaves", 2, 13, 1_000],
    ["more leaves than all sets can be counted of", 14, 32, 150],
    ["more leaves than a word has bits", 33, 70, 50],
  ] as const) {
    it(`are counted as each by its definition: ${leaves}`, () => {
      fc.assert(
        fc.property(anyQuestions(least, most), ({ one, patterns, chosen }) => {
          const expected = patterns.map((pattern) => tallyLiterally(one, pattern, chosen));
          expect(tallyPatterns(patterns, observe(one), Uint8Array.from(chosen))).toEqual(expected);
        }),
        { numRuns },
      );
    });
  }

  it("are unknown of every image that counts where there are no trees", () => {
    const observations = { leafSet: leafSetOf(["a", "b", "c"]), images: 3, forest: null };
    expect(tallyPatterns([{ joinsLast: { leaf: "a" } }], observations, Uint8Array.of(1, 0, 1))).toEqual([
      { k: 0, n: 0, unknown: 2 },
    ]);
  });

  it("are refused over trees of other leaves or images", () => {
    const observations = { leafSet: leafSetOf(["a", "b", "c"]), images: 2, forest: forestFromMerges([null], 2) };
    expect(() => tallyPatterns([{ joinsLast: { leaf: "a" } }], observations, new Uint8Array(2))).toThrow(
      "The tree observations are of 1 images × 2 leaves, not of 2 × 3.",
    );
  });
});
