import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  condensedDistances,
  copheneticCorrelation,
  copheneticDistances,
  hasTies,
  type LinkageMethod,
  leafOrder,
  linkage,
  linkageMethods,
  type Merge,
  memberBits,
  newick,
  pairIndex,
} from "../../packages/engine/src/clustering/index.ts";

interface Golden {
  readonly Z: readonly [number, number, number, number][];
  readonly leaves: readonly number[];
  readonly cophenet?: readonly number[];
  readonly cophenetic_correlation: number | "NaN";
}

interface Case {
  readonly name: string;
  readonly n: number;
  readonly ties: boolean;
  readonly d: readonly number[];
  readonly linkage: Record<LinkageMethod, Golden>;
}

const cases = JSON.parse(
  readFileSync(new URL("../golden/analysis/clustering.json", import.meta.url), "utf8"),
) as readonly Case[];

const rows = (merges: readonly Merge[]) => merges.map(({ left, right, height, size }) => [left, right, height, size]);

/** Random distances of n items; few distinct values make ties. */
const anyDistances = fc
  .integer({ min: 2, max: 12 })
  .chain((n) =>
    fc.tuple(
      fc.constant(n),
      fc.oneof(
        fc.array(fc.double({ min: 0.01, max: 2, noNaN: true }), pairs(n)),
        fc.array(
          fc.integer({ min: 1, max: 4 }).map((value) => value / 4),
          pairs(n),
        ),
      ),
    ),
  )
  .map(([n, values]) => ({ n, distances: Float64Array.from(values) }));

function pairs(n: number) {
  return { minLength: (n * (n - 1)) / 2, maxLength: (n * (n - 1)) / 2 };
}

/** Leaves under each node of the tree, as sets. */
function cladeSets(merges: readonly Merge[]): Set<number>[] {
  const n = merges.length + 1;
  const sets = Array.from({ length: n }, (_, leaf) => new Set([leaf]));
  for (const { left, right } of merges) sets.push(sets[left]!.union(sets[right]!));
  return sets;
}

describe.each(cases)("scipy's $name", ({ n, d, ties, linkage: golden }) => {
  const distances = Float64Array.from(d);

  it.each(linkageMethods)("%s: merges, leaf order and cophenetic distances agree to the last bit", (method) => {
    const merges = linkage(distances, n, method);
    expect(rows(merges)).toEqual(golden[method].Z);
    expect(leafOrder(merges)).toEqual(golden[method].leaves);
    if (golden[method].cophenet) expect([...copheneticDistances(merges)]).toEqual(golden[method].cophenet);
  });

  it.each(linkageMethods)("%s: cophenetic correlation within 1e-12, null where scipy has none", (method) => {
    const expected = golden[method].cophenetic_correlation;
    const found = copheneticCorrelation(linkage(distances, n, method), distances);
    if (expected === "NaN") expect(found).toBeNull();
    else expect(Math.abs(found! - expected)).toBeLessThan(1e-12);
  });

  it("is flagged where equal distances decide the tree, by every method", () => {
    const flags = linkageMethods.map((method) => hasTies(linkage(distances, n, method), distances, method));
    expect(flags).toEqual(linkageMethods.map(() => ties));
  });
});

it("the cophenetic correlation is null, not NaN, where float64 has no number for the squares", () => {
  for (const scale of [1e-200, 1e200]) {
    const distances = Float64Array.of(1, 2, 3).map((distance) => distance * scale);
    expect(copheneticCorrelation(linkage(distances, 3, "single"), distances)).toBeNull();
  }
});

describe("linkage of any distances", () => {
  it("is the same whatever was linked before", () => {
    const apart = Float64Array.of(1, 2, 5, 4, 3, 6);
    const other = Float64Array.of(6, 4, 1, 5, 2, 3);
    for (const method of linkageMethods) {
      const first = linkage(apart, 4, method);
      linkage(other, 4, method);
      linkage(other.subarray(0, 3), 3, method);
      expect(linkage(apart, 4, method)).toEqual(first);
    }
  });

  it("equals the naive search for the nearest two, where there are no ties", () => {
    fc.assert(
      fc.property(anyDistances, fc.constantFrom("single", "complete", "average", "weighted"), (input, method) => {
        const merges = linkage(input.distances, input.n, method);
        if (hasTies(merges, input.distances, method)) return;
        const expected = naiveClades(input.distances, input.n, method);
        const found = cladeSets(merges).slice(input.n);
        expect(found.map((set) => [...set].sort((p, q) => p - q))).toEqual(expected);
      }),
    );
  });

  it("keeps the order of the leaves contiguous in every cluster, and the bits of its members", () => {
    fc.assert(
      fc.property(anyDistances, fc.constantFrom("single", "complete", "average", "weighted"), (input, method) => {
        const merges = linkage(input.distances, input.n, method);
        const order = leafOrder(merges);
        const bits = memberBits(merges);
        expect([...order].sort((p, q) => p - q)).toEqual(Array.from({ length: input.n }, (_, leaf) => leaf));
        for (const [position, members] of cladeSets(merges).slice(input.n).entries()) {
          const places = [...members].map((leaf) => order.indexOf(leaf));
          expect(Math.max(...places) - Math.min(...places)).toBe(members.size - 1);
          for (let leaf = 0; leaf < input.n; leaf++) {
            expect((bits[position]![leaf >> 3]! >> (leaf & 7)) & 1).toBe(members.has(leaf) ? 1 : 0);
          }
        }
      }),
    );
  });

  it("reads cophenetic distances off the lowest cluster that holds both", () => {
    fc.assert(
      fc.property(anyDistances, (input) => {
        const merges = linkage(input.distances, input.n, "average");
        const heights = copheneticDistances(merges);
        const sets = cladeSets(merges).slice(input.n);
        for (let i = 0; i < input.n; i++) {
          for (let j = i + 1; j < input.n; j++) {
            const first = sets.findIndex((set) => set.has(i) && set.has(j));
            expect(heights[pairIndex(input.n, i, j)]).toBe(merges[first]!.height);
          }
        }
      }),
    );
  });
});

describe("what linkage refuses", () => {
  const refusal = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      return (error as { code: string }).code;
    }
    return "none";
  };

  it("names the reason", () => {
    expect(refusal(() => linkage(new Float64Array(0), 1, "ward"))).toBe("too-few-leaves");
    expect(refusal(() => linkage(Float64Array.of(1, 2), 3, "ward"))).toBe("distance-count");
    expect(refusal(() => linkage(Float64Array.of(1, Number.NaN, 2), 3, "ward"))).toBe("distance-not-finite");
    expect(refusal(() => linkage(Float64Array.of(1), 2, "nearest" as LinkageMethod))).toBe("unknown-linkage");
  });
});

describe("small parts", () => {
  it("turns similarities to distances both ways", () => {
    expect([...condensedDistances([1, 0.75, -0.5], "one-minus")]).toEqual([0, 0.25, 1.5]);
    expect([...condensedDistances([1, 0.75, 1.5], "root")]).toEqual([0, 0.5, 0]);
  });

  it("writes Newick with branch lengths, quoting what needs it", () => {
    const merges = linkage(Float64Array.of(0.5, 2, 2), 3, "complete");
    expect(newick(merges, ["VGG16", "it's_here", "a b"])).toBe("('a b':2,(VGG16:0.5,'it''s_here':0.5):1.5);");
  });

  it("flags the tie of three equal leaves but not that of two", () => {
    const twins = Float64Array.of(0, 1, 1);
    const triplets = Float64Array.of(0, 0, 0);
    expect(hasTies(linkage(twins, 3, "average"), twins, "average")).toBe(false);
    expect(hasTies(linkage(triplets, 3, "average"), triplets, "average")).toBe(true);
  });
});

/** Members of each merge in order, by the definition: the nearest two clusters, all their pairs looked at afresh. */
function naiveClades(distances: Float64Array, n: number, method: string): number[][] {
  interface Tree {
    leaves: number[];
    parts?: [Tree, Tree];
  }
  const between = (p: Tree, q: Tree): number => {
    const values = p.leaves.flatMap((i) => q.leaves.map((j) => distances[pairIndex(n, i, j)]!));
    if (method === "single") return Math.min(...values);
    if (method === "complete") return Math.max(...values);
    if (method === "average") return values.reduce((sum, value) => sum + value, 0) / values.length;
    if (p.parts) return (between(p.parts[0], q) + between(p.parts[1], q)) / 2;
    return q.parts ? between(q, p) : values[0]!;
  };
  let live: Tree[] = Array.from({ length: n }, (_, leaf) => ({ leaves: [leaf] }));
  const clades: number[][] = [];
  while (live.length > 1) {
    const candidates = live.flatMap((p, place) => live.slice(place + 1).map((q) => [p, q] as [Tree, Tree]));
    const [[p, q]] = candidates.sort((a, b) => between(...a) - between(...b)) as [[Tree, Tree]];
    const union: Tree = { leaves: [...p.leaves, ...q.leaves].sort((i, j) => i - j), parts: [p, q] };
    live = [...live.filter((tree) => tree !== p && tree !== q), union];
    clades.push(union.leaves);
  }
  return clades;
}
