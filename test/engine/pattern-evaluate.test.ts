import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkage, memberBits } from "../../packages/engine/src/clustering/index.ts";
import {
  answerCodes,
  evaluatePattern,
  forestFromBytes,
  forestFromMerges,
  leafSetOf,
  memberBytes,
  type Pattern,
  tallyAnswerGroups,
  tallyAnswers,
} from "../../packages/engine/src/pattern/index.ts";
import { anyCase, anyPattern, anyTerm, anyTree, factsOf, observe } from "./pattern-arbitraries.ts";
import { holds } from "./pattern-oracle.ts";

const code = (answer: boolean | null) => (answer === null ? unknown : answer ? yes : no);

const { no, unknown, yes } = answerCodes;

describe("evaluation", () => {
  it("agrees with the words of each definition on random trees with ties", () => {
    const cases = anyCase().chain((one) => fc.tuple(fc.constant(one), anyTerm(one.set)));
    fc.assert(
      fc.property(cases, ([one, pattern]) => {
        const expected = one.trees.map((_, image) => code(holds(pattern, factsOf(one, image), one.set)));
        expect([...evaluatePattern(pattern, observe(one))]).toEqual(expected);
      }),
      { numRuns: 3_000 },
    );
  });

  it("agrees with three-valued logic on compositions", () => {
    const cases = anyCase().chain((one) => fc.tuple(fc.constant(one), anyPattern(one.set)));
    fc.assert(
      fc.property(cases, ([one, pattern]) => {
        const expected = one.trees.map((_, image) => code(holds(pattern, factsOf(one, image), one.set)));
        expect([...evaluatePattern(pattern, observe(one))]).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it("agrees with the definitions on trees of more leaves than a word has bits", () => {
    const cases = anyCase(33, 70).chain((one) => fc.tuple(fc.constant(one), anyTerm(one.set)));
    fc.assert(
      fc.property(cases, ([one, pattern]) => {
        const clades = one.trees.flatMap((merges) => (merges ? memberBits(merges) : []));
        const real = clades[clades.length >> 1];
        const ids = one.set.leaves.flatMap(({ id }, i) => (real && (real[i >> 3]! >> (i & 7)) & 1 ? [id] : []));
        const patterns = [pattern, ...(ids.length > 1 ? [{ clade: { leaves: ids } }] : [])];
        for (const asked of patterns) {
          const expected = one.trees.map((_, image) => code(holds(asked, factsOf(one, image), one.set)));
          expect([...evaluatePattern(asked, observe(one))]).toEqual(expected);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("finds every cluster, first cluster and last joiner that a tree has", () => {
    const trees = fc.integer({ min: 3, max: 13 }).chain((n) => fc.tuple(fc.constant(n), anyTree(n)));
    fc.assert(
      fc.property(trees, ([n, merges]) => {
        const set = leafSetOf(Array.from({ length: n }, (_, leaf) => `leaf ${leaf}`));
        const observations = { leafSet: set, images: 1, forest: forestFromMerges([merges], n) };
        let largest = 1;
        for (const bits of memberBits(merges).slice(0, -1)) {
          const leaves = set.leaves.flatMap(({ id }, i) => ((bits[i >> 3]! >> (i & 7)) & 1 ? [id] : []));
          expect([...evaluatePattern({ clade: { leaves } }, observations)]).toEqual([yes]);
          const first = leaves.length > largest ? yes : no;
          expect([...evaluatePattern({ firstCluster: { leaves } }, observations)]).toEqual([first]);
          largest = Math.max(largest, leaves.length);
        }
      }),
    );
  });

  it("says unknown for all images where the evidence is missing altogether", () => {
    const leafSet = leafSetOf(["a", "b", "c"]);
    const observations = { leafSet, images: 2, forest: null };
    expect([...evaluatePattern({ joinsLast: { leaf: "a" } }, observations)]).toEqual([unknown, unknown]);
    expect([...evaluatePattern({ rated: { leaf: "a", op: "above", threshold: 3 } }, observations)]).toEqual([
      unknown,
      unknown,
    ]);
  });

  it("refuses trees or numbers of other leaves or images", () => {
    const leafSet = leafSetOf(["a", "b", "c"]);
    const observations = {
      leafSet,
      images: 2,
      forest: forestFromMerges([null, null, null], 2),
      areas: new Float64Array(9),
    };
    expect(() => evaluatePattern({ joinsLast: { leaf: "a" } }, observations)).toThrow(
      "The tree observations are of 3 images × 2 leaves, not of 2 × 3.",
    );
    expect(() => evaluatePattern({ smallestArea: { leaf: "a" } }, observations)).toThrow(
      "The area observations are of 3 images × 3 leaves, not of 2 × 3.",
    );
  });

  it("refuses member bytes that are not those of so many trees", () => {
    const stored = { leaves: 9, members: new Uint8Array(15), firstHeights: [1], rootHeights: [2] };
    expect(() => forestFromBytes(stored)).toThrow("1 trees of 9 leaves have 16 bytes of members, these are 15.");
  });
});

describe("the golden pipelines", () => {
  interface Pipeline {
    readonly d_uniform7_sample: readonly number[];
    readonly d_gaussian_wang: readonly number[];
    readonly patterns_uniform7_sample: Found;
    readonly patterns_gaussian_wang: Found;
  }
  interface Found {
    readonly first_pair: readonly [number, number];
    readonly first_higher_than_half_root: boolean;
    readonly clades: readonly (readonly number[])[];
  }
  const pipelines = JSON.parse(
    readFileSync(new URL("../golden/analysis/pipeline.json", import.meta.url), "utf8"),
  ) as readonly Pipeline[];
  const set = leafSetOf([..."abcdefghijklm"]);
  const ids = (places: readonly number[]) => places.map((place) => set.leaves[place]!.id);

  it("show the first pair, the clades and the first height that scipy's trees show", () => {
    for (const pipeline of pipelines) {
      for (const kind of ["uniform7_sample", "gaussian_wang"] as const) {
        const merges = linkage(Float64Array.from(pipeline[`d_${kind}`]), 13, "ward");
        const observations = { leafSet: set, images: 1, forest: forestFromMerges([merges], 13) };
        const answer = (pattern: Pattern) => evaluatePattern(pattern, observations)[0];
        const found = pipeline[`patterns_${kind}`];
        expect(answer({ firstCluster: { leaves: ids(found.first_pair) } })).toBe(yes);
        expect(answer({ noneAlike: { share: 0.5 } })).toBe(found.first_higher_than_half_root ? yes : no);
        const clades = found.clades.filter(({ length }) => length < 13);
        for (const leaves of clades) expect(answer({ clade: { leaves: ids(leaves) } })).toBe(yes);
        for (const [leaf, id] of ids(set.leaves.keys().toArray()).entries()) {
          const last = clades.some((leaves) => leaves.length === 12 && !leaves.includes(leaf));
          expect(answer({ joinsLast: { leaf: id } })).toBe(last ? yes : no);
        }
      }
    }
  });
});

describe("a set of leaves as bytes", () => {
  it("is equal to the members of its cluster", () => {
    const trees = fc.integer({ min: 2, max: 40 }).chain((n) => fc.tuple(fc.constant(n), anyTree(n)));
    fc.assert(
      fc.property(trees, ([n, merges]) => {
        const set = leafSetOf(Array.from({ length: n }, (_, leaf) => `leaf ${leaf}`));
        for (const bits of memberBits(merges)) {
          const leaves = set.leaves.flatMap(({ id }, i) => ((bits[i >> 3]! >> (i & 7)) & 1 ? [id] : []));
          expect(memberBytes(leaves, set)).toEqual(bits);
        }
      }),
    );
  });
});

describe("counting", () => {
  const answers = Uint8Array.from([yes, no, unknown, yes, no, yes]);

  it("keeps what is unknown out of n", () => {
    expect(tallyAnswers(answers)).toEqual({ k: 3, n: 5, unknown: 1 });
  });

  it("counts as many images as there are, wherever their bytes begin", () => {
    const bytes = fc.array(fc.tuple(fc.constantFrom(no, unknown, yes), fc.constantFrom(0, 1)), {
      maxLength: 5_000,
      size: "max",
    });
    fc.assert(
      fc.property(bytes, fc.nat(7), (pairs, start) => {
        const [said, chosen] = [0, 1].map((which) =>
          Uint8Array.from([...new Array<number>(start).fill(1), ...pairs.map((pair) => pair[which]!)]).subarray(start),
        );
        const counted = pairs.filter(([, counts]) => counts === 1).map(([answer]) => answer);
        const among = (answers: readonly number[], code: number) => answers.filter((answer) => answer === code).length;
        const tally = (answers: readonly number[]) => ({
          k: among(answers, yes),
          n: among(answers, yes) + among(answers, no),
          unknown: among(answers, unknown),
        });
        expect(tallyAnswers(said!, chosen)).toEqual(tally(counted));
        expect(tallyAnswers(said!)).toEqual(tally(pairs.map(([answer]) => answer)));
      }),
    );
  });

  it("counts only the images chosen", () => {
    expect(tallyAnswers(answers, Uint8Array.from([1, 1, 1, 0, 0, 0]))).toEqual({ k: 1, n: 2, unknown: 1 });
  });

  it("counts each group by itself, and images of no group nowhere", () => {
    expect(tallyAnswerGroups(answers, [0, 0, 1, 1, -1, 7], 2)).toEqual([
      { k: 1, n: 2, unknown: 0 },
      { k: 1, n: 1, unknown: 1 },
    ]);
  });
});
