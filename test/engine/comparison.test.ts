import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bakersGamma,
  cutTree,
  fowlkesMallows,
  linkage,
  type Merge,
} from "../../packages/engine/src/clustering/index.ts";
import {
  bakersGammas,
  distributionOf,
  gammaPermutation,
  partitionAgreements,
  pruneTree,
  sharedClades,
} from "../../packages/engine/src/comparison/index.ts";
import { forestFromMerges } from "../../packages/engine/src/pattern/index.ts";
import { anyTree } from "./pattern-arbitraries.ts";

const twoTrees = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).chain((n) => fc.tuple(anyTree(n), anyTree(n)));

/** Two trees of different leaf sets, and the leaves that they share: places in each, in the same order. */
const sharing = fc
  .tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 30 }))
  .chain(([shared, own, extra]) =>
    fc.record({
      a: anyTree(shared + own),
      b: anyTree(shared + extra),
      leavesA: fc.shuffledSubarray([...Array(shared + own).keys()], { minLength: shared, maxLength: shared }),
      leavesB: fc.shuffledSubarray([...Array(shared + extra).keys()], { minLength: shared, maxLength: shared }),
    }),
  );

/** The leaves under each merge, by walking down. */
function leavesUnder(merges: readonly Merge[]): number[][] {
  const n = merges.length + 1;
  const under = (node: number): number[] => {
    const merge = merges[node - n];
    return merge ? [...under(merge.left), ...under(merge.right)] : [node];
  };
  return merges.map((_, position) => under(n + position).sort((x, y) => x - y));
}

describe("a pruned tree", () => {
  it("has the clusters that the whole tree's become, each once, in its order and at the height where it first forms", () => {
    fc.assert(
      fc.property(sharing, ({ a, leavesA }) => {
        const expected: { leaves: number[]; height: number }[] = [];
        const seen = new Set<string>();
        for (const [position, leaves] of leavesUnder(a).entries()) {
          const kept = leavesA.flatMap((leaf, place) => (leaves.includes(leaf) ? [place] : []));
          if (kept.length < 2 || seen.has(String(kept))) continue;
          seen.add(String(kept));
          expected.push({ leaves: kept, height: a[position]!.height });
        }
        const pruned = pruneTree(a, leavesA);
        const found = leavesUnder(pruned).map((leaves, position) => ({ leaves, height: pruned[position]!.height }));
        expect(found).toEqual(expected);
        expect(pruned.every(({ size }, position) => size === found[position]!.leaves.length)).toBe(true);
      }),
    );
  });

  it("of all leaves in their order is the tree itself", () => {
    fc.assert(
      fc.property(anyTree(7), (tree) => {
        expect(pruneTree(tree, [0, 1, 2, 3, 4, 5, 6])).toEqual(tree);
      }),
    );
  });

  it("of one leaf has no merges", () => {
    expect(pruneTree(linkage(Float64Array.of(1, 2, 3), 3, "average"), [2])).toEqual([]);
  });
});

describe("a clade is shared", () => {
  it("where the other tree has a merge of exactly the same leaves", () => {
    fc.assert(
      fc.property(twoTrees(2, 8), ([a, b]) => {
        const others = leavesUnder(b).map(String);
        expect(sharedClades(a, b)).toEqual(leavesUnder(a).map((leaves) => others.includes(String(leaves))));
      }),
    );
  });
});

describe("Baker's gamma of many pairs of trees", () => {
  it("is that of the two trees pruned to their shared leaves, within 1e-12", () => {
    fc.assert(
      fc.property(sharing, ({ a, b, leavesA, leavesB }) => {
        const forestA = forestFromMerges([null, a], a.length + 1);
        const forestB = forestFromMerges([b], b.length + 1);
        const [gamma] = bakersGammas(forestA, forestB, { a: leavesA, b: leavesB }, [[1, 0]]);
        expect(gamma).toBeCloseTo(bakersGamma(pruneTree(a, leavesA), pruneTree(b, leavesB))!, 12);
      }),
    );
  });

  it("does not mix up the trees of a forest, and works beyond 32 leaves", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyTree(40), anyTree(40)), { minLength: 2, maxLength: 4 }), (pairs) => {
        const all = [...Array(40).keys()];
        const [a, b] = [0, 1].map((side) =>
          forestFromMerges(
            pairs.map((pair) => pair[side]!),
            40,
          ),
        );
        const places = pairs.map((_, tree) => [tree, pairs.length - 1 - tree] as const);
        const gammas = bakersGammas(a!, b!, { a: all, b: all }, places);
        for (const [i, [p, q]] of places.entries()) {
          expect(gammas[i]).toBeCloseTo(bakersGamma(pairs[p]![0], pairs[q]![1])!, 12);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("is refused for two shared leaves, in a sentence", () => {
    const forest = forestFromMerges([linkage(Float64Array.of(1), 2, "average")], 2);
    expect(() => bakersGammas(forest, forest, { a: [0, 1], b: [0, 1] }, [[0, 0]])).toThrow(
      "Two trees of 2 shared leaves cannot differ; it takes 3.",
    );
  });
});

describe("the permutation value of gamma", () => {
  const relabelled = (merges: readonly Merge[], labels: readonly number[]) =>
    merges.map((merge) => ({
      ...merge,
      left: labels[merge.left] ?? merge.left,
      right: labels[merge.right] ?? merge.right,
    }));
  const orders = (items: number[]): number[][] =>
    items.length < 2
      ? [items]
      : items.flatMap((item) => orders(items.filter((x) => x !== item)).map((rest) => [item, ...rest]));

  it("of few leaves is the share of all relabellings that reach it", () => {
    fc.assert(
      fc.property(twoTrees(3, 5), ([a, b]) => {
        const found = bakersGamma(a, b)!;
        const all = orders([...Array(a.length + 1).keys()]);
        const hits = all.filter((labels) => bakersGamma(a, relabelled(b, labels))! >= found - 1e-9).length;
        expect(gammaPermutation(a, b)).toEqual({
          probability: hits / all.length,
          permutations: all.length,
          exact: true,
        });
      }),
      { numRuns: 40 },
    );
  });

  it("of many leaves is drawn, the same for the same seed, and never 0", () => {
    const n = 12;
    const tree = linkage(
      Float64Array.from({ length: (n * (n - 1)) / 2 }, (_, pair) => 1 + ((pair * 37) % 101)),
      n,
      "average",
    );
    const value = gammaPermutation(tree, tree, { permutations: 500, seed: 1 })!;
    expect(value).toMatchObject({ permutations: 500, exact: false });
    expect(value.probability).toBeGreaterThanOrEqual(1 / 501);
    expect(value.probability).toBeLessThan(0.02);
    expect(gammaPermutation(tree, tree, { permutations: 500, seed: 1 })).toEqual(value);
  });

  it("agrees with all relabellings where it is drawn", () => {
    const [a, b] = [Float64Array.of(1, 4, 5, 6, 7, 2, 8, 9, 3, 10), Float64Array.of(2, 1, 6, 5, 4, 8, 7, 3, 10, 9)].map(
      (distances) => linkage(distances, 5, "average"),
    ) as [Merge[], Merge[]];
    const exact = gammaPermutation(a, b)!.probability;
    const drawn = gammaPermutation(a, b, { permutations: 119, seed: 3 })!.probability;
    // Four standard errors of 119 draws.
    expect(Math.abs(drawn - exact)).toBeLessThan(4 * Math.sqrt(0.25 / 119));
  });

  it("of two leaves is none", () => {
    const tree = linkage(Float64Array.of(1), 2, "average");
    expect(gammaPermutation(tree, tree)).toBeNull();
  });
});

describe("agreement of two trees' cuts", () => {
  it("is told for 2 … n − 1 clusters, 1 where the trees are the same", () => {
    fc.assert(
      fc.property(anyTree(6), (tree) => {
        const found = partitionAgreements(tree, tree);
        expect(found.map(({ clusters }) => clusters)).toEqual([2, 3, 4, 5]);
        expect(found.every((cut) => Math.abs(cut.fowlkesMallows - 1) < 1e-12 && cut.adjustedRand === 1)).toBe(true);
      }),
    );
  });

  it("expects the mean of Fowlkes–Mallows over all relabellings", () => {
    fc.assert(
      fc.property(twoTrees(4, 5), ([a, b]) => {
        const n = a.length + 1;
        const all = (items: number[]): number[][] =>
          items.length < 2
            ? [items]
            : items.flatMap((item) => all(items.filter((x) => x !== item)).map((rest) => [item, ...rest]));
        const orders = all([...Array(n).keys()]);
        for (const { clusters, expectedFowlkesMallows } of partitionAgreements(a, b)) {
          const [one, other] = [cutTree(a, clusters), cutTree(b, clusters)];
          const sum = orders.reduce(
            (total, order) =>
              total +
              fowlkesMallows(
                one,
                order.map((leaf) => other[leaf]!),
              ),
            0,
          );
          expect(expectedFowlkesMallows).toBeCloseTo(sum / orders.length, 12);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("of trees with two leaves has no cut to compare", () => {
    const tree = linkage(Float64Array.of(1), 2, "average");
    expect(partitionAgreements(tree, tree)).toEqual([]);
  });
});

describe("a distribution", () => {
  it("has mean, sample deviation and quantiles by linear interpolation", () => {
    expect(distributionOf(Float64Array.of(4, 1, 2, 3))).toEqual({
      n: 4,
      mean: 2.5,
      spread: Math.sqrt(5 / 3),
      quantiles: [
        { share: 0, value: 1 },
        { share: 0.05, value: expect.closeTo(1.15, 12) },
        { share: 0.25, value: 1.75 },
        { share: 0.5, value: 2.5 },
        { share: 0.75, value: 3.25 },
        { share: 0.95, value: expect.closeTo(3.85, 12) },
        { share: 1, value: 4 },
      ],
    });
  });

  it("of one number has no spread, and of none there is none", () => {
    expect(distributionOf(Float64Array.of(0.5))).toMatchObject({ n: 1, mean: 0.5, spread: null });
    expect(distributionOf(new Float64Array())).toBeNull();
  });
});
