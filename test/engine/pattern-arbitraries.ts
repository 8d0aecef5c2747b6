import fc from "fast-check";
import { linkage, linkageMethods, type Merge } from "../../packages/engine/src/clustering/index.ts";
import { forestFromMerges, type Observations, type Pattern } from "../../packages/engine/src/pattern/index.ts";
import { type LeafSet, leafSet } from "../../packages/engine/src/pattern/leaf-set.ts";
import type { ImageFacts } from "./pattern-oracle.ts";

/** Dendrograms of n leaves by any linkage, of distances that are often equal: trees with ties. */
export const anyTree = (n: number): fc.Arbitrary<Merge[]> => {
  const pairs = (n * (n - 1)) / 2;
  const distances = fc.oneof(
    fc.array(fc.double({ min: 0.01, max: 2, noNaN: true }), { minLength: pairs, maxLength: pairs }),
    fc.array(
      fc.integer({ min: 1, max: 4 }).map((value) => value / 4),
      { minLength: pairs, maxLength: pairs },
    ),
  );
  return fc
    .tuple(distances, fc.constantFrom(...linkageMethods))
    .map(([values, method]) => linkage(Float64Array.from(values), n, method));
};

/** Names as people give them: with spaces, digits, punctuation, words of the language itself, quotes. */
const anyName = fc.oneof(
  fc.constantFrom("Inception V3", "AlexNet", "ResNet-50 (v1.5)", "and", "joins last", "A, B", 'the "best" net', "v2."),
  fc.string({ minLength: 1, maxLength: 12, unit: "binary" }),
  fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }),
);

export const anyLeafSet = (least = 2, most = 13): fc.Arbitrary<LeafSet> =>
  fc
    .uniqueArray(fc.tuple(fc.uuid(), anyName), { minLength: least, maxLength: most, selector: ([id]) => id })
    .map((leaves) => leafSet(leaves.map(([id, name]) => ({ id, name }))));

/** A term that is possible for these leaves. */
export const anyTerm = (set: LeafSet): fc.Arbitrary<Pattern> => {
  const n = set.leaves.length;
  const leaf = fc.constantFrom(...set.leaves.map(({ id }) => id));
  const leaves = (least: number, most: number) =>
    fc.shuffledSubarray(
      set.leaves.map(({ id }) => id),
      { minLength: least, maxLength: most },
    );
  const share = fc.oneof(
    fc.constantFrom(0, 0.07, 0.5, 0.575),
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  );
  const rating = fc.record({
    leaf,
    op: fc.constantFrom("at-least" as const, "above" as const, "at-most" as const, "below" as const),
    threshold: fc.double({ min: 1.5, max: 4.5, noNaN: true }),
  });
  const any = [
    fc.record({ joinsLast: fc.record({ leaf }) }),
    fc.record({ joinsAt: fc.record({ leaf, rank: fc.integer({ min: 1, max: n - 1 }) }) }),
    fc.record({ noneAlike: fc.record({ share }) }),
    fc.record({ smallestArea: fc.record({ leaf }) }),
    fc.record({ offObject: fc.record({ leaf, share }) }),
    fc.record({ rated: rating }),
  ] as fc.Arbitrary<Pattern>[];
  if (n > 2) {
    any.push(
      fc.record({ lastToJoin: fc.record({ leaves: leaves(1, n - 2) }) }),
      fc.record({ firstCluster: fc.record({ leaves: leaves(2, n - 1) }) }),
      fc.record({ clade: fc.record({ leaves: leaves(2, n - 1) }) }),
    );
  }
  return fc.oneof(...any);
};

/** Compositions of terms, three deep; some are contradictory. */
export const anyPattern = (set: LeafSet): fc.Arbitrary<Pattern> =>
  fc.letrec<{ pattern: Pattern }>((tie) => {
    const parts = fc.array(tie("pattern"), { minLength: 1, maxLength: 3 });
    return {
      pattern: fc.oneof(
        { maxDepth: 3 },
        anyTerm(set),
        fc.record({ not: tie("pattern") }),
        fc.record({ all: parts }),
        fc.record({ any: parts }),
      ),
    };
  }).pattern;

/** What is known of each image: a tree or none, numbers or none. */
export interface Case {
  readonly set: LeafSet;
  readonly trees: readonly (readonly Merge[] | null)[];
  readonly areas: Float64Array;
  readonly offObject: Float64Array;
  readonly ratings: Float64Array;
}

export const anyCase = (least = 2, most = 13): fc.Arbitrary<Case> =>
  anyLeafSet(least, most).chain((set) => {
    const n = set.leaves.length;
    const numbers = (values: fc.Arbitrary<number>, images: number) =>
      fc
        .array(fc.oneof({ weight: 9, arbitrary: values }, { weight: 1, arbitrary: fc.constant(Number.NaN) }), {
          minLength: images * n,
          maxLength: images * n,
        })
        .map((list) => Float64Array.from(list));
    const shares = fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8);
    return fc.array(fc.option(anyTree(n), { freq: 9 }), { minLength: 1, maxLength: 6 }).chain((trees) =>
      fc.record({
        set: fc.constant(set),
        trees: fc.constant(trees),
        areas: numbers(shares, trees.length),
        offObject: numbers(shares, trees.length),
        ratings: numbers(fc.integer({ min: 1, max: 5 }), trees.length),
      }),
    );
  });

export function observe({ set, trees, areas, offObject, ratings }: Case): Observations {
  const forest = forestFromMerges(trees, set.leaves.length);
  return { leafSet: set, images: trees.length, forest, areas, offObject, ratings };
}

/** What is known of one image, as the oracle reads it. */
export function factsOf({ set, trees, areas, offObject, ratings }: Case, image: number): ImageFacts {
  const n = set.leaves.length;
  const row = (numbers: Float64Array) =>
    [...numbers.subarray(image * n, (image + 1) * n)].map((value) => (Number.isNaN(value) ? null : value));
  return { merges: trees[image]!, areas: row(areas), offObject: row(offObject), ratings: row(ratings) };
}
