import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkage, memberBits, pairIndex } from "../../packages/engine/src/clustering/index.ts";
import { bootstrap, consensus, forestFromMerges } from "../../packages/engine/src/pattern/index.ts";
import { seededRandom } from "../../packages/engine/src/statistics/index.ts";
import { anyTree } from "./pattern-arbitraries.ts";

const letters = [..."abcdefgh"];

/** Distances of five leaves: the pairs of each group are .2 apart, all others 1, with the pair's number to break ties. */
function grouped(...groups: readonly string[]): Float64Array {
  const distances = new Float64Array(10);
  for (let a = 0; a < 5; a++) {
    for (let b = a + 1; b < 5; b++) {
      const together = groups.some((group) => group.includes(letters[a]!) && group.includes(letters[b]!));
      const pair = pairIndex(5, a, b);
      distances[pair] = (together ? 0.2 : 1) + pair / 1000;
    }
  }
  return distances;
}

const treeOf = (...groups: readonly string[]) => linkage(grouped(...groups), 5, "average");

describe("the majority-rule tree", () => {
  it("has each clade that more than half of the trees have, and its support", () => {
    const trees = [treeOf("ab", "cde"), treeOf("ab", "cde"), treeOf("abe", "cd"), treeOf("ac", "de")];
    const { clades, newick } = consensus(forestFromMerges(trees, 5), ["a", "b", "c", "d", "net 5"]);
    expect(clades).toEqual([
      { leaves: [0, 1], count: 3, support: 0.75 },
      { leaves: [2, 3], count: 3, support: 0.75 },
    ]);
    expect(newick).toBe("((a,b)0.75,(c,d)0.75,'net 5');");
  });

  it("nests clades within clades", () => {
    const { newick } = consensus(forestFromMerges([treeOf("ab", "cde"), treeOf("ab", "cde")], 5), letters.slice(0, 5));
    expect(newick).toBe("(((c,d)1,e)1,(a,b)1);");
  });

  it("leaves images without a tree out of the count", () => {
    const { trees, clades } = consensus(forestFromMerges([treeOf("ab"), null, null], 5), letters.slice(0, 5));
    expect(trees).toBe(1);
    expect(clades).toHaveLength(3);
  });

  it("never has clades that cross, and none at exactly half", () => {
    const some = fc
      .integer({ min: 3, max: 8 })
      .chain((n) => fc.tuple(fc.constant(n), fc.array(anyTree(n), { minLength: 1, maxLength: 6 })));
    fc.assert(
      fc.property(some, ([n, trees]) => {
        const { clades } = consensus(forestFromMerges(trees, n), letters.slice(0, n));
        const having = (leaves: readonly number[]) => {
          const bits = leaves.reduce((byte, leaf) => byte | (1 << leaf), 0);
          return trees.filter((merges) => memberBits(merges).some((members) => members[0] === bits)).length;
        };
        for (const { leaves, count, support } of clades) {
          expect(count).toBe(having(leaves));
          expect(support).toBe(count / trees.length);
          expect(support).toBeGreaterThan(0.5);
          for (const other of clades) {
            const common = leaves.filter((leaf) => other.leaves.includes(leaf)).length;
            expect([0, leaves.length, other.leaves.length]).toContain(common);
          }
        }
        const inner = new Set(
          trees.flatMap((merges) =>
            memberBits(merges)
              .slice(0, -1)
              .map((members) => members[0]!),
          ),
        );
        const wanted = [...inner].filter((bits) => {
          const leaves = letters.flatMap((_, leaf) => ((bits >> leaf) & 1 ? [leaf] : []));
          return 2 * having(leaves) > trees.length;
        });
        expect(clades).toHaveLength(wanted.length);
      }),
    );
  });
});

describe("the bootstrap of the mean tree", () => {
  const setting = { linkage: "average", replicates: 200, seed: 0 } as const;

  it("supports every cluster fully where all images agree", () => {
    const { support, newick } = bootstrap([grouped("ab", "cde"), grouped("ab", "cde")], letters.slice(0, 5), setting);
    expect(support).toEqual([1, 1, 1, 1]);
    expect(newick).toMatch(/^\(\(a:0\.2,b:0\.2\)1:/);
    expect(newick.replaceAll(/:[\d.]+/g, "")).toBe("((a,b)1,(e,(c,d)1)1)1;");
  });

  it("equals drawing images, averaging their distances and clustering them, one replicate after the other", () => {
    const images = [grouped("ab", "cde"), grouped("ab"), grouped("ac", "de"), grouped("bc"), grouped("ab", "de")];
    const random = seededRandom(0);
    const average = (chosen: readonly Float64Array[]) =>
      grouped().map((_, pair) => chosen.reduce((sum, one) => sum + one[pair]!, 0) / chosen.length);
    const clustersOf = (chosen: readonly Float64Array[]) =>
      memberBits(linkage(average(chosen), 5, "average")).map((bits) => bits[0]!);
    const mean = clustersOf(images);
    const hits = mean.map(() => 0);
    for (let replicate = 0; replicate < 200; replicate++) {
      const drawn = clustersOf(images.map(() => images[random.below(images.length)]!));
      for (const [place, bits] of mean.entries()) if (drawn.includes(bits)) hits[place]!++;
    }
    const { support } = bootstrap(images, letters.slice(0, 5), setting);
    expect(support).toEqual(hits.map((count) => count / 200));
    expect(support.at(-1)).toBe(1);
    expect(Math.min(...support)).toBeLessThan(1);
  });

  it("is the same for the same seed, and counts images that lack a distance as left out", () => {
    const images = [grouped("ab"), grouped("cd"), grouped("ab", "de"), grouped().fill(Number.NaN)];
    const first = bootstrap(images, letters.slice(0, 5), setting);
    expect(first).toMatchObject({ images: 3, leftOut: 1 });
    expect(bootstrap(images, letters.slice(0, 5), setting)).toEqual(first);
    expect(bootstrap(images, letters.slice(0, 5), { ...setting, seed: 1 }).support).not.toEqual(first.support);
  });

  it("of no usable image is refused", () => {
    expect(() => bootstrap([grouped().fill(Number.NaN)], letters.slice(0, 5), setting)).toThrow(
      "No image has all of its distances; there is nothing to average.",
    );
  });
});
