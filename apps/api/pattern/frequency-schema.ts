import { getMethod } from "@heatlas/engine";
import { builder } from "../builder.ts";
import { Clustering } from "../clustering/schema.ts";
import { Image } from "../image/schema.ts";
import { byPosition, keyset } from "../keyset.ts";
import { Method } from "../method/schema.ts";
import { Model } from "../model/schema.ts";
import { node } from "../node.ts";
import { Run } from "../run/schema.ts";
import { rowSelection } from "../selection.ts";
import { loadWithSiblings } from "../siblings.ts";
import { countByArchitecture } from "./by-architecture.ts";
import { countByImageSet } from "./by-image-set.ts";
import { uuidAt } from "./columns.ts";
import {
  type ArchitectureCount,
  ArchitectureCountRef,
  type ClassCount,
  ClassCountRef,
  type ImageSetCount,
  ImageSetCountRef,
  type RunCount,
  RunCountRef,
  SettingCountRef,
} from "./count-schema.ts";
import { EligibilityEnum } from "./filter.ts";
import { type CountedTree, countByClass, countByRun, type GroupFrequency, treesWith } from "./frequency.ts";
import { toInput } from "./input.ts";
import { ChanceRef, IntervalRef, StabilityRef, TailRef } from "./numbers-schema.ts";
import { findRows, loadModels } from "./rows.ts";
import { printPatternOf } from "./sentence.ts";
import type { PatternFrequency as Counted } from "./service.ts";
import { judgementOf } from "./stability.ts";

const PatternImage = builder.objectRef<CountedTree>("PatternImage").implement({
  description: "An image that was counted, with the tree that answered.",
  fields: (t) => ({
    image: t.field({
      type: Image,
      resolve: async ({ part, tree }, _args, context, info) => {
        const select = rowSelection(info, context, node.select);
        const id = uuidAt(part.trees.imageIds, tree);
        return (await loadWithSiblings(info, id, (ids) => findRows(context.db.image, context, ids, select)))!;
      },
    }),
    run: t.field({
      type: Run,
      description: "Of the chosen runs the newest that has it.",
      resolve: async ({ part }, _args, context, info) => {
        const select = rowSelection(info, context, node.select);
        return (await loadWithSiblings(info, part.run.id, (ids) => findRows(context.db.run, context, ids, select)))!;
      },
    }),
    clustering: t.field({
      type: Clustering,
      resolve: async ({ part, tree }, _args, context, info) => {
        const select = rowSelection(info, context, node.select);
        const id = uuidAt(part.trees.clusteringIds, tree);
        return (await loadWithSiblings(info, id, (ids) => findRows(context.db.clustering, context, ids, select)))!;
      },
    }),
  }),
});

export const AnswerEnum = builder.enumType("PatternAnswer", {
  values: {
    yes: { description: "The pattern holds." },
    no: { description: "It does not." },
    unknown: { description: "It cannot be said: something is missing." },
  },
});

export const PatternGroup = builder.objectRef<GroupFrequency>("PatternGroup").implement({
  description:
    "How often a pattern holds by one method. Methods on one image are not independent: they are never pooled.",
  fields: (t) => ({
    method: t.field({ type: Method, resolve: ({ method }) => getMethod(method) }),
    parameters: t.expose("parameters", { type: "JSON" }),
    k: t.exposeInt("k", { description: "Images that show the pattern." }),
    n: t.exposeInt("n", { description: "Eligible images that can be judged." }),
    unknown: t.exposeInt("unknown", { description: "Eligible images that cannot be judged." }),
    unknownReason: t.exposeString("unknownReason", { nullable: true }),
    leftOut: t.exposeInt("leftOut", { description: "Images that the filter or the eligibility leaves out." }),
    repeated: t.exposeInt("repeated", {
      description: "Images that a newer of the runs has too: each counts once, there.",
    }),
    withoutTree: t.exposeInt("withoutTree", {
      description: "Images without a tree: a map failed, is not computed yet, or cannot be compared with the others.",
    }),
    ties: t.exposeInt("ties", {
      description: "Counted trees in which equal distances left the shape to tie-breaking.",
    }),
    holds: t.exposeBoolean("holds", { nullable: true, description: "k/n > ½; null where n is 0." }),
    interval: t.field({ type: IntervalRef, nullable: true, resolve: ({ interval }) => interval.value }),
    intervalReason: t.string({ nullable: true, resolve: ({ interval }) => interval.reason }),
    chance: t.field({ type: ChanceRef, nullable: true, resolve: ({ chance }) => chance.value }),
    chanceReason: t.string({ nullable: true, resolve: ({ chance }) => chance.reason }),
    tail: t.field({
      type: TailRef,
      nullable: true,
      description: "P(K ≥ k) under Binomial(n, chance).",
      resolve: ({ tail }) => tail.value,
    }),
    tailReason: t.string({ nullable: true, resolve: ({ tail }) => tail.reason }),
    stability: t.field({
      type: StabilityRef,
      nullable: true,
      description: "Null until the run is analysed under other settings (analyseEverySetting).",
      resolve: async (group, _args, context) => (await judgementOf(context, group)).stability.value,
    }),
    stabilityReason: t.string({
      nullable: true,
      resolve: async (group, _args, context) => (await judgementOf(context, group)).stability.reason,
    }),
    bySetting: t.field({
      type: [SettingCountRef],
      description: "The same images under each of the 24 settings that stability asks.",
      resolve: async (group, _args, context) => [...(await judgementOf(context, group)).counts],
    }),
    images: t.connection({
      type: PatternImage,
      description: "In the order of the runs, the newest first, and of their images; at most 200 a page.",
      args: { answer: t.arg({ type: AnswerEnum, required: true, defaultValue: "yes" }) },
      resolve: (group, { answer, ...args }) =>
        keyset(args, { key: byPosition }, async (page) => treesWith(group, answer, page)),
    }),
    byClass: t.field({
      type: [ClassCountRef],
      description: "By the images' true class; none where the models have different label sets.",
      resolve: (group): ClassCount[] => {
        const { labelSet } = group.grouping.scope;
        return labelSet ? countByClass(group).map((count) => ({ ...count, labelSetId: labelSet.id })) : [];
      },
    }),
    byImageSet: t.field({
      type: [ImageSetCountRef],
      description: "The first 50 sets by name that have any of the images; an image of several sets counts in each.",
      resolve: (group, _args, context): Promise<ImageSetCount[]> => countByImageSet(context, group),
    }),
    byArchitecture: t.field({
      type: [ArchitectureCountRef],
      description:
        "Of a pattern about one model: how often it holds of some model of each architecture instead. None for patterns " +
        "about several models, or about none.",
      resolve: (group, _args, context): Promise<ArchitectureCount[]> => countByArchitecture(context, group),
    }),
    byRun: t.field({
      type: [RunCountRef],
      description: "Newest first; an image of several runs counts in the newest.",
      resolve: (group): RunCount[] => countByRun(group).map(({ part, tally }) => ({ tally, runId: part.run.id })),
    }),
  }),
});

export const PatternFrequency = builder.objectRef<Counted>("PatternFrequency").implement({
  fields: (t) => ({
    pattern: t.field({
      type: "JSON",
      description: "In its one canonical form, as PatternInput takes it.",
      resolve: ({ pattern }, _args, { project }) => toInput(pattern, project),
    }),
    sentence: t.string({ resolve: ({ pattern, grouping }) => printPatternOf(pattern, grouping.scope.leafSet) }),
    models: t.field({
      type: [Model],
      description: "The leaves, in the newest run's order.",
      resolve: ({ grouping }, _args, context, info) =>
        loadModels(
          context,
          info,
          grouping.scope.leafSet.leaves.map(({ id }) => id),
        ),
    }),
    eligibility: t.field({
      type: EligibilityEnum,
      description: "Which images count.",
      resolve: ({ grouping }) => grouping.eligibility,
    }),
    eligibilityReason: t.string({
      nullable: true,
      description: "Why all images count, where nobody chose so.",
      resolve: ({ grouping }) => grouping.eligibilityReason,
    }),
    groups: t.field({
      type: [PatternGroup],
      description: "One a method and its parameters.",
      resolve: ({ groups }) => groups,
    }),
  }),
});
