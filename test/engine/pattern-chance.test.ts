import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EngineError } from "../../packages/engine/src/errors.ts";
import {
  type Chance,
  evaluatePattern,
  type Forest,
  type LeafSet,
  leafSetOf,
  type Pattern,
  patternChance,
  readPattern,
  tallyAnswers,
} from "../../packages/engine/src/pattern/index.ts";
import { everyHistory, historyCount, randomForests } from "../../packages/engine/src/pattern/null-trees.ts";
import { anyPattern } from "./pattern-arbitraries.ts";

const letters = (n: number) => leafSetOf([..."abcdefghijklm"].slice(0, n));

function chanceOf(pattern: Pattern, set: LeafSet, setting?: { trees: number; seed: number }): Chance {
  const { value, reason } = patternChance(pattern, set, setting);
  if (reason !== null) throw new Error(reason);
  return value;
}

const countIn = (pattern: Pattern, set: LeafSet, forest: Forest) =>
  tallyAnswers(evaluatePattern(pattern, { leafSet: set, images: forest.trees, forest })).k;

/** Every tree term of n leaves, once for each size of set and each rank: by symmetry that is all there is. */
function termsOf(set: LeafSet): Pattern[] {
  const n = set.leaves.length;
  const first = (m: number) => set.leaves.slice(0, m).map(({ id }) => id);
  const sizes = (least: number, most: number) =>
    Array.from({ length: Math.max(0, most - least + 1) }, (_, i) => first(least + i));
  return [
    { joinsLast: { leaf: "b" } },
    ...Array.from({ length: n - 1 }, (_, i) => ({ joinsAt: { leaf: "b", rank: i + 1 } })),
    ...sizes(1, n - 2).map((leaves) => ({ lastToJoin: { leaves } })),
    ...sizes(2, n - 1).map((leaves) => ({ clade: { leaves } })),
    ...sizes(2, n - 1).map((leaves) => ({ firstCluster: { leaves } })),
  ];
}

describe("the chance of a term", () => {
  it("is exactly its share of all histories, for every term of 2 to 7 leaves", () => {
    for (let n = 2; n <= 7; n++) {
      const set = letters(n);
      const forest = everyHistory(n);
      for (const pattern of termsOf(set)) {
        const exact = countIn(pattern, set, forest) / forest.trees;
        const { probability } = chanceOf(pattern, set, { trees: 60_000, seed: 0 });
        expect(Math.abs(probability - exact), JSON.stringify(pattern)).toBeLessThan(1e-14);
      }
    }
  });

  it("is within four standard errors of 100,000 random trees of 13 leaves", () => {
    const set = letters(13);
    const [forest] = randomForests(13, { trees: 100_000, seed: 5 });
    for (const pattern of termsOf(set)) {
      const { probability, standardError } = chanceOf(pattern, set);
      const error = Math.hypot(standardError, Math.sqrt((probability * (1 - probability)) / 100_000));
      const share = countIn(pattern, set, forest!) / 100_000;
      expect(Math.abs(share - probability), JSON.stringify(pattern)).toBeLessThan(4 * error);
    }
  });

  it("is 2/(n(n−1)) for a last joiner and 1/n for a smallest area", () => {
    expect(chanceOf({ joinsLast: { leaf: "a" } }, letters(6)).probability).toBeCloseTo(1 / 15, 15);
    expect(chanceOf({ smallestArea: { leaf: "a" } }, letters(6)).probability).toBeCloseTo(1 / 6, 15);
  });

  it("of its negation is what is left of 1", () => {
    const chance = chanceOf({ not: { joinsLast: { leaf: "a" } } }, letters(6));
    expect(chance).toMatchObject({ basis: "closed-form", trees: null, standardError: 0 });
    expect(chance.probability).toBeCloseTo(14 / 15, 15);
  });

  it.each([
    [{ noneAlike: { share: 0.5 } }, /^"no two explain alike above 50 % of the root" has no chance: /],
    [{ not: { offObject: { leaf: "a", share: 0.4 } } }, /^"a is more than 40 % off the object" has no chance: /],
    [
      { all: [{ joinsLast: { leaf: "a" } }, { rated: { leaf: "a", op: "above", threshold: 3 } }] },
      /^"a is rated above 3" has no chance: /,
    ],
  ] as const)("that has no null is null, with the term that has none: %j", (pattern, reason) => {
    const chance = patternChance(pattern as Pattern, letters(6));
    expect(chance.value).toBeNull();
    expect(chance.reason).toMatch(reason);
  });
});

describe("the chance of a composition", () => {
  const both: Pattern = { all: [{ joinsLast: { leaf: "a" } }, { joinsAt: { leaf: "b", rank: 2 } }] };

  it("is exact for six leaves: the report's two last joiners have 1 in 15 × 10", () => {
    const chance = chanceOf(both, letters(6));
    expect(chance).toMatchObject({ basis: "enumerated", trees: 2_700, standardError: 0 });
    expect(chance.probability).toBeCloseTo((1 / 15) * (1 / 10), 15);
  });

  it("is the same for the same seed, and another for another", () => {
    const either: Pattern = { any: [{ joinsLast: { leaf: "a" } }, { joinsAt: { leaf: "b", rank: 7 } }] };
    const drawn = (seed: number) => chanceOf(either, letters(13), { trees: 10_000, seed });
    expect(drawn(0)).toEqual(drawn(0));
    expect(drawn(0)).not.toEqual(drawn(1));
  });

  it("of 13 leaves comes of 10,000 random trees", () => {
    const chance = chanceOf(both, letters(13));
    expect(chance).toMatchObject({ basis: "simulated", trees: 10_000 });
    expect(Math.abs(chance.probability - (1 / 78) * (1 / 66))).toBeLessThan(4 * chance.standardError);
  });

  it("takes areas to be independent of the tree", () => {
    const pattern: Pattern = { all: [{ joinsLast: { leaf: "a" } }, { smallestArea: { leaf: "a" } }] };
    const chance = chanceOf(pattern, letters(5), { trees: 100_000, seed: 0 });
    expect(chance.basis).toBe("simulated");
    expect(Math.abs(chance.probability - (1 / 10) * (1 / 5))).toBeLessThan(4 * chance.standardError);
  });

  it("that no random tree shows is rare, not impossible", () => {
    const clades = ["ab", "abc", "abcd", "abcde", "abcdef", "abcdefg"].map((leaves) => ({
      clade: { leaves: [...leaves] },
    }));
    expect(chanceOf({ all: clades }, letters(13)).probability).toBeCloseTo(1 / 10_001, 12);
  });

  it("of more leaves than fit at once is drawn in several forests", () => {
    const many = leafSetOf(Array.from({ length: 300 }, (_, leaf) => `leaf ${leaf}`));
    const pattern: Pattern = {
      any: [{ joinsAt: { leaf: "leaf 7", rank: 150 } }, { joinsAt: { leaf: "leaf 7", rank: 140 } }],
    };
    const chance = chanceOf(pattern, many, { trees: 4_000, seed: 0 });
    expect(Math.abs(chance.probability - 580 / (300 * 299))).toBeLessThan(4 * chance.standardError);
  });
});

describe("random merging", () => {
  it("shows each history of four leaves equally often, within four standard errors", () => {
    const histories = everyHistory(4);
    const seen = new Map<string, number>();
    const historyOf = ({ members, trees }: Forest, t: number) => [0, 1, 2].map((j) => members[j * trees + t]).join();
    for (let t = 0; t < histories.trees; t++) seen.set(historyOf(histories, t), 0);
    expect(seen.size).toBe(historyCount(4));
    const [forest] = randomForests(4, { trees: 90_000, seed: 3 });
    for (let t = 0; t < 90_000; t++) {
      const history = historyOf(forest!, t);
      seen.set(history, seen.get(history)! + 1);
    }
    const error = Math.sqrt(90_000 * (1 / 18) * (17 / 18));
    for (const count of seen.values()) expect(Math.abs(count - 5_000)).toBeLessThan(4 * error);
  });
});

describe("a contradiction", () => {
  it("is refused where no history of few leaves shows the pattern, and only there", () => {
    const set = letters(5);
    const forest = everyHistory(5);
    let [refused, accepted] = [0, 0];
    fc.assert(
      fc.property(fc.array(anyPattern(set), { minLength: 2, maxLength: 3 }), (all) => {
        const onTrees = (pattern: Pattern) => !/noneAlike|smallestArea|offObject|rated/.test(JSON.stringify(pattern));
        fc.pre(all.every(onTrees));
        try {
          for (const part of all) readPattern(part, set);
        } catch {
          fc.pre(false);
        }
        try {
          readPattern({ all }, set);
          accepted++;
          expect(countIn({ all }, set, forest)).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
          expect(error.code).toBe("contradictory-pattern");
          refused++;
          expect(countIn({ all }, set, forest)).toBe(0);
        }
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(20);
    expect(accepted).toBeGreaterThan(20);
  });

  it("of two terms is found for any number of leaves as for few", () => {
    const [few, many] = [letters(5), letters(13)];
    const both = (pattern: Pattern) =>
      [few, many].map((set) => {
        try {
          readPattern(pattern, set);
          return "accepted";
        } catch (error) {
          return (error as EngineError).message;
        }
      });
    for (const pattern of [
      { all: [{ firstCluster: { leaves: ["a", "b"] } }, { joinsAt: { leaf: "a", rank: 2 } }] },
      { all: [{ firstCluster: { leaves: ["a", "b"] } }, { not: { clade: { leaves: ["a", "b"] } } }] },
    ]) {
      const [short, long] = both(pattern);
      expect(short).toMatch(/^No image can show both that /);
      expect(long).toBe(short);
    }
    const others = many.leaves.map(({ id }) => id).filter((id) => id !== "a");
    for (const [term, denied] of [
      [{ clade: { leaves: others } }, { joinsLast: { leaf: "a" } }],
      [{ firstCluster: { leaves: others } }, { clade: { leaves: others } }],
      [{ joinsLast: { leaf: "a" } }, { firstCluster: { leaves: others } }],
    ]) {
      expect(both({ all: [term!, { not: denied! }] })[1]).toMatch(/^No image can show both that /);
      expect(both({ all: [term!, { joinsAt: { leaf: "a", rank: 2 } }] })[1]).toMatch(/^No image can show both that /);
    }
    const first = { joinsAt: { leaf: "c", rank: 12 } };
    expect(both({ all: [{ firstCluster: { leaves: ["a", "b"] } }, first] })[1]).toMatch(
      /^No image can show both that /,
    );
  });
});
