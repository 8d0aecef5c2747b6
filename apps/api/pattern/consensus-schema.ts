import {
  type Consensus,
  consensus,
  getMethod,
  type LeafSet,
  type SupportedClade,
  wilsonInterval,
} from "@heatlas/engine";
import { builder } from "../builder.ts";
import { Method } from "../method/schema.ts";
import { Model } from "../model/schema.ts";
import { chanceOf } from "./chance.ts";
import { PatternFilter, readFilter } from "./filter.ts";
import type { Group, Grouping } from "./groups.ts";
import { joinForests } from "./join-forests.ts";
import { meanSimilarityOf } from "./mean-similarity.ts";
import { ChanceRef, IntervalRef } from "./numbers-schema.ts";
import { loadModels } from "./rows.ts";
import { groupTreesOf } from "./service.ts";

interface Summary extends Group {
  readonly grouping: Grouping;
  readonly consensus: () => Consensus;
}

interface Clade extends SupportedClade {
  readonly modelIds: readonly string[];
  readonly trees: number;
  readonly leafSet: LeafSet;
}

const CladeRef = builder.objectRef<Clade>("SupportedClade").implement({
  description: "A cluster that more than half of the trees have.",
  fields: (t) => ({
    models: t.field({
      type: [Model],
      resolve: ({ modelIds }, _args, context, info) => loadModels(context, info, modelIds),
    }),
    count: t.exposeInt("count", { description: "Trees that have it." }),
    support: t.exposeFloat("support", { description: "Share of the trees, above .5." }),
    interval: t.field({ type: IntervalRef, resolve: ({ count, trees }) => wilsonInterval(count, trees) }),
    chance: t.field({
      type: ChanceRef,
      nullable: true,
      description: "Of this cluster on one tree; it was not chosen for being rare, but for being frequent.",
      resolve: async ({ modelIds, leafSet }) => (await chanceOf({ clade: { leaves: modelIds } }, leafSet)).value,
    }),
  }),
});

const SummaryRef = builder.objectRef<Summary>("ConsensusGroup").implement({
  description: "How alike the models explain over the images that count, by one method.",
  fields: (t) => ({
    method: t.field({ type: Method, resolve: ({ method }) => getMethod(method) }),
    parameters: t.expose("parameters", { type: "JSON" }),
    models: t.field({
      type: [Model],
      description: "The leaves, which the matrices count by.",
      resolve: ({ grouping }, _args, context, info) =>
        loadModels(
          context,
          info,
          grouping.scope.leafSet.leaves.map(({ id }) => id),
        ),
    }),
    n: t.int({ description: "Trees that count.", resolve: (summary) => summary.consensus().trees }),
    clades: t.field({
      type: [CladeRef],
      description: "Of the majority-rule tree, largest first.",
      resolve: ({ consensus: find, grouping }) =>
        find().clades.map((clade) => ({
          ...clade,
          modelIds: clade.leaves.map((place) => grouping.scope.leafSet.leaves[place]!.id),
          trees: find().trees,
          leafSet: grouping.scope.leafSet,
        })),
    }),
    newick: t.string({
      description: "The majority-rule tree, with each clade's support.",
      resolve: (summary) => summary.consensus().newick,
    }),
    meanSimilarity: t.field({
      type: t.listRef(t.listRef("Float", { nullable: true })),
      description: "Over the images that count; null where none has the pair's similarity.",
      resolve: async ({ grouping, parts }, _args, context) =>
        (await meanSimilarityOf(context, grouping.scope, parts)).mean,
    }),
    similaritySpread: t.field({
      type: t.listRef(t.listRef("Float", { nullable: true })),
      description: "Sample standard deviation; null for less than two images.",
      resolve: async ({ grouping, parts }, _args, context) =>
        (await meanSimilarityOf(context, grouping.scope, parts)).spread,
    }),
  }),
});

const ConsensusRef = builder.objectRef<{ groups: readonly Summary[] }>("Consensus").implement({
  fields: (t) => ({ groups: t.field({ type: [SummaryRef], resolve: ({ groups }) => groups }) }),
});

builder.queryField("consensus", (t) =>
  t.field({
    type: ConsensusRef,
    description: "What the trees of runs have in common, method by method.",
    errors: {},
    args: { filter: t.arg({ type: PatternFilter, required: true }) },
    resolve: async (_root, { filter }, context) => {
      const grouping = await groupTreesOf(context, readFilter(filter, context.project));
      const { leafSet } = grouping.scope;
      const groups = grouping.groups.map((group) => {
        // Whoever asks for mean similarities alone waits for no trees.
        let made: Consensus | undefined;
        const find = () => {
          made ??= consensus(joinForests(group.parts, leafSet), leafSet.labels);
          return made;
        };
        return { ...group, grouping, consensus: find };
      });
      return { groups };
    },
  }),
);
