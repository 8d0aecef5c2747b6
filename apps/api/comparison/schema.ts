import type { Distribution, PartitionAgreement, PermutationValue } from "@heatlas/engine";
import { builder } from "../builder.ts";
import { StateError } from "../errors.ts";
import { Image } from "../image/schema.ts";
import { Model } from "../model/schema.ts";
import { node } from "../node.ts";
import { findRows, loadModels } from "../pattern/rows.ts";
import { rowSelection } from "../selection.ts";
import { loadWithSiblings } from "../siblings.ts";
import { agreementOf, type Comparison, compare, differenceOf } from "./compare.ts";
import { type GammaOverImages, gammaOverImages } from "./over-images.ts";
import { permutationOf } from "./permutation.ts";
import { ComparisonSideInput, readSideInput } from "./question.ts";
import { ComparedTreeRef } from "./tree-schema.ts";

const Partition = builder.objectRef<PartitionAgreement>("PartitionAgreement").implement({
  description: "How far two trees agree when each is cut into so many clusters.",
  fields: (t) => ({
    clusters: t.exposeInt("clusters"),
    fowlkesMallows: t.exposeFloat("fowlkesMallows", { description: "0 to 1." }),
    expectedFowlkesMallows: t.exposeFloat("expectedFowlkesMallows", {
      description: "Its mean over all relabellings of one tree's leaves.",
    }),
    adjustedRand: t.exposeFloat("adjustedRand", { description: "1 for equal clusters, about 0 for unrelated ones." }),
  }),
});

const Permutation = builder.objectRef<PermutationValue>("PermutationValue").implement({
  description: "How often relabelling the leaves of one tree at random brings both as close as they are.",
  fields: (t) => ({
    probability: t.exposeFloat("probability", { description: "P(γ ≥ the one found)." }),
    permutations: t.exposeInt("permutations"),
    exact: t.exposeBoolean("exact", { description: "Whether these are all relabellings that there are." }),
  }),
});

const LeftOut = builder.objectRef<Comparison["leftOut"][number]>("LeftOutModel").implement({
  description: "A model that only one of the two runs has.",
  fields: (t) => ({
    model: t.field({
      type: Model,
      resolve: async ({ id }, _args, context, info) => (await loadModels(context, info, [id]))[0]!,
    }),
    side: t.string({ description: "a or b: the side that has it.", resolve: ({ side }) => side.letter }),
    reason: t.string({ resolve: ({ side }) => `only the run "${side.run.name}" has it` }),
  }),
});

const Quantile = builder.objectRef<Distribution["quantiles"][number]>("Quantile").implement({
  fields: (t) => ({
    share: t.exposeFloat("share", { description: "0 is the least, .5 the median, 1 the greatest." }),
    value: t.exposeFloat("value"),
  }),
});

const ImageGamma = builder.objectRef<GammaOverImages["images"][number]>("ImageGamma").implement({
  fields: (t) => ({
    image: t.field({
      type: Image,
      resolve: async ({ imageId }, _args, context, info) => {
        const select = rowSelection(info, context, node.select);
        return (await loadWithSiblings(info, imageId, (ids) => findRows(context.db.image, context, ids, select)))!;
      },
    }),
    gamma: t.exposeFloat("gamma"),
  }),
});

/** A page shows no more at either end. */
const mostImages = 50;
const clamp = (first: number) => Math.max(0, Math.min(first, mostImages));

const OverImages = builder.objectRef<GammaOverImages>("GammaOverImages").implement({
  description:
    "Baker's gamma of the two sides' trees of each image that has one on both, by the same methods and settings.",
  fields: (t) => {
    const first = { first: t.arg.int({ required: true, defaultValue: 6, description: "At most 50." }) };
    return {
      n: t.int({ description: "Images that have it.", resolve: ({ distribution }) => distribution.value?.n ?? 0 }),
      reason: t.string({
        nullable: true,
        description: "Why there are no numbers.",
        resolve: ({ distribution }) => distribution.reason,
      }),
      mean: t.float({ nullable: true, resolve: ({ distribution }) => distribution.value?.mean ?? null }),
      spread: t.float({
        nullable: true,
        description: "Sample standard deviation; null for less than two images.",
        resolve: ({ distribution }) => distribution.value?.spread ?? null,
      }),
      quantiles: t.field({
        type: [Quantile],
        description: "Least, 5 %, quartiles, 95 % and greatest.",
        resolve: ({ distribution }) => distribution.value?.quantiles ?? [],
      }),
      histogram: t.intList({
        description: "Images in each of 20 steps of a tenth from −1 to 1.",
        resolve: ({ histogram }) => [...histogram],
      }),
      lowest: t.field({
        type: [ImageGamma],
        args: first,
        resolve: ({ images }, args) => images.slice(0, clamp(args.first)),
      }),
      highest: t.field({
        type: [ImageGamma],
        args: first,
        resolve: ({ images }, args) => images.slice(images.length - clamp(args.first)).toReversed(),
      }),
      onlyA: t.exposeInt("onlyA", { description: "Images that have a tree on the first side only." }),
      onlyB: t.exposeInt("onlyB", { description: "Images that have a tree on the second side only." }),
    };
  },
});

const ComparisonRef = builder.objectRef<Comparison>("TreeComparison").implement({
  description: "Two trees over the models that both have, side by side.",
  fields: (t) => ({
    a: t.field({ type: ComparedTreeRef, resolve: ({ a }) => a }),
    b: t.field({ type: ComparedTreeRef, resolve: ({ b }) => b }),
    models: t.field({
      type: [Model],
      description: "Those that both sides have, in the first's order, which merges and matrices count by.",
      resolve: ({ models }, _args, context, info) =>
        loadModels(
          context,
          info,
          models.map(({ id }) => id),
        ),
    }),
    leftOut: t.field({ type: [LeftOut], resolve: ({ leftOut }) => leftOut }),
    bakersGamma: t.float({
      nullable: true,
      description: "Rank correlation of how early each pair of models comes together, −1 to 1.",
      resolve: (comparison) => agreementOf(comparison).gamma.value,
    }),
    bakersGammaReason: t.string({
      nullable: true,
      resolve: (comparison) => agreementOf(comparison).gamma.reason,
    }),
    permutation: t.field({
      type: Permutation,
      nullable: true,
      description: "Of Baker's gamma; null where that is.",
      resolve: (comparison, _args, context) => permutationOf(context, comparison),
    }),
    copheneticCorrelation: t.float({
      nullable: true,
      description: "Pearson's r of the heights at which each pair comes together.",
      resolve: (comparison) => agreementOf(comparison).cophenetic.value,
    }),
    copheneticCorrelationReason: t.string({
      nullable: true,
      resolve: (comparison) => agreementOf(comparison).cophenetic.reason,
    }),
    entanglement: t.float({
      description: "How crossed the lines between the two drawings are, 0 (none) to 1 (one reversed).",
      resolve: (comparison) => agreementOf(comparison).entanglement,
    }),
    partitions: t.field({
      type: [Partition],
      description: "For 2, 3 … clusters, at most 51, and fewer than models.",
      resolve: (comparison) => agreementOf(comparison).partitions,
    }),
    similarityDifference: t.field({
      type: t.listRef(t.listRef("Float", { nullable: true })),
      nullable: true,
      description: "Similarity on side a less that on side b.",
      resolve: (comparison) => differenceOf(comparison).value,
    }),
    similarityDifferenceReason: t.string({
      nullable: true,
      resolve: (comparison) => differenceOf(comparison).reason,
    }),
    overImages: t.field({
      type: OverImages,
      resolve: (comparison, _args, context) => gammaOverImages(context, comparison),
    }),
  }),
});

builder.queryField("comparison", (t) =>
  t.field({
    type: ComparisonRef,
    description: "Two runs, two methods, two settings or two images: how alike their trees are.",
    errors: { types: [StateError] },
    args: {
      a: t.arg({ type: ComparisonSideInput, required: true }),
      b: t.arg({ type: ComparisonSideInput, required: true }),
    },
    resolve: (_root, { a, b }, context) =>
      compare(context, [readSideInput("a", a, context.project), readSideInput("b", b, context.project)]),
  }),
);
