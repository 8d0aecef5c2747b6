import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Merge, memberBits } from "../../packages/engine/src/clustering/index.ts";
import { countMembers, placesIn } from "../../packages/engine/src/pattern/count-members.ts";
import {
  canonicalJson,
  discoverPatterns,
  evaluatePattern,
  type Forest,
  forestFromMerges,
  type LeafSet,
  leafSetOf,
  type Pattern,
  patternChance,
  tallyAnswers,
} from "../../packages/engine/src/pattern/index.ts";
import { randomForests } from "../../packages/engine/src/pattern/null-trees.ts";
import { benjaminiHochberg, binomialTail } from "../../packages/engine/src/statistics/index.ts";
import { anyTree } from "./pattern-arbitraries.ts";

const letters = (n: number) => leafSetOf([..."abcdefghijklm"].slice(0, n));

const anyTrees = (least: number, most: number) =>
  fc
    .integer({ min: least, max: most })
    .chain((n) =>
      fc.tuple(fc.constant(n), fc.array(fc.option(anyTree(n), { freq: 9 }), { minLength: 1, maxLength: 12 })),
    )
    .filter(([, trees]) => trees.some((tree) => tree !== null));

/** Every pattern that discovery could find, written out. */
function allPatterns(set: LeafSet): Pattern[] {
  const ids = set.leaves.map(({ id }) => id);
  const n = ids.length;
  const subsets = Array.from({ length: 2 ** n }, (_, bits) => ids.filter((_, i) => (bits >> i) & 1));
  return [
    ...subsets.filter(({ length }) => length >= 2 && length <= n - 2).map((leaves) => ({ clade: { leaves } })),
    ...(n > 3 ? subsets.filter(({ length }) => length === 2).map((leaves) => ({ firstCluster: { leaves } })) : []),
    ...ids.map((leaf) => ({ joinsLast: { leaf } })),
  ];
}

const forestOf = (trees: readonly (Merge[] | null)[], n: number): Forest => forestFromMerges(trees, n);

describe("counting clusters", () => {
  it("finds each cluster of each tree once, whatever the number of leaves", () => {
    fc.assert(
      fc.property(fc.oneof(anyTrees(2, 13), anyTrees(33, 40)), ([n, trees]) => {
        const expected = new Map<string, number>();
        for (const bits of trees.flatMap((merges) => (merges ? memberBits(merges) : []))) {
          const places = Array.from({ length: n }, (_, i) => i).filter((i) => (bits[i >> 3]! >> (i & 7)) & 1);
          expected.set(places.join(), (expected.get(places.join()) ?? 0) + 1);
        }
        const counted = countMembers(forestOf(trees, n), 0, n - 2);
        expect(new Map(counted.map(({ members, count }) => [placesIn(members).join(), count]))).toEqual(expected);
        for (const { members, size } of counted) expect(placesIn(members)).toHaveLength(size);
      }),
      { numRuns: 200 },
    );
  });

  it("finds thousands of different ones", () => {
    const [forest] = randomForests(13, { trees: 20_000, seed: 2 });
    const counted = countMembers(forest!, 0, 11);
    expect(counted.length).toBeGreaterThan(8_000);
    expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(20_000 * 12);
  });
});

describe("discovery", () => {
  it("finds exactly the patterns above the support, with their counts, chances and adjusted probabilities", () => {
    fc.assert(
      fc.property(anyTrees(3, 6), fc.constantFrom(0, 0.3, 0.5, 1), ([n, trees], support) => {
        const set = letters(n);
        const forest = forestOf(trees, n);
        const patterns = allPatterns(set);
        const tallies = patterns.map((pattern) =>
          tallyAnswers(evaluatePattern(pattern, { leafSet: set, images: trees.length, forest })),
        );
        const tails = patterns.map((pattern, i) =>
          binomialTail(tallies[i]!.k, tallies[i]!.n, patternChance(pattern, set).value!.probability),
        );
        const adjusted = benjaminiHochberg(tails);
        const result = discoverPatterns(forest, set, { support, falseDiscoveryRate: 0.05 });
        expect(result.tests).toBe(patterns.length);
        const wanted = patterns
          .map((pattern, i) => ({ key: canonicalJson(pattern), k: tallies[i]!.k, n: tallies[i]!.n, q: adjusted[i]! }))
          .filter(({ k, n: images }) => k > 0 && k >= support * images);
        expect(result.found.map(({ pattern }) => canonicalJson(pattern)).sort()).toEqual(
          wanted.map(({ key }) => key).sort(),
        );
        for (const found of result.found) {
          const same = wanted.find(({ key }) => key === canonicalJson(found.pattern))!;
          expect(found).toMatchObject({ k: same.k, n: same.n, standsOut: found.adjusted <= 0.05 });
          expect(found.adjusted).toBeCloseTo(same.q, 12);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("puts the most surprising first", () => {
    const [forest] = randomForests(6, { trees: 40, seed: 9 });
    const { found } = discoverPatterns(forest!, letters(6), { support: 0, falseDiscoveryRate: 0.05 });
    const tails = found.map(({ tail }) => tail.log10);
    expect(tails).toEqual([...tails].sort((a, b) => a - b));
  });

  it("lets at most one in twenty of 400 collections of random trees show anything that stands out, within chance", () => {
    let collections = 0;
    for (let seed = 0; seed < 400; seed++) {
      const [forest] = randomForests(6, { trees: 12, seed });
      const { found } = discoverPatterns(forest!, letters(6), { support: 0, falseDiscoveryRate: 0.05 });
      if (found.some(({ standsOut }) => standsOut)) collections++;
    }
    expect(collections).toBeLessThan(0.05 * 400 + 4 * Math.sqrt(400 * 0.05 * 0.95));
  });

  it("does not call a pattern of a single image a finding, however improbable", () => {
    const [forest] = randomForests(13, { trees: 1, seed: 0 });
    const { found, tests } = discoverPatterns(forest!, letters(13));
    expect(found.length).toBeGreaterThan(10);
    expect(tests).toBe(2 ** 13 - 15 + 78);
    expect(found.every(({ standsOut }) => !standsOut)).toBe(true);
  });

  it("of two leaves finds nothing, since all trees are one", () => {
    const [forest] = randomForests(2, { trees: 10, seed: 0 });
    expect(discoverPatterns(forest!, letters(2))).toEqual({ found: [], n: 10, tests: 0 });
  });
});
