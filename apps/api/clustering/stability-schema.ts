import { canonicalPattern, leafSet, readPattern } from "@heatlas/engine";
import { builder } from "../builder.ts";
import { Model } from "../model/schema.ts";
import { node } from "../node.ts";
import { AnswerEnum } from "../pattern/frequency-schema.ts";
import { fromInput, PatternInput } from "../pattern/input.ts";
import { StabilityRef } from "../pattern/numbers-schema.ts";
import { askingEngine } from "../pattern/refusal.ts";
import { findRows, loadModels } from "../pattern/rows.ts";
import { rowSelection } from "../selection.ts";
import { loadWithSiblings } from "../siblings.ts";
import { Clustering } from "./schema.ts";
import { answerUnder, type ImageAnswers, type StableClade, stableClades, treesUnderSettings } from "./stability.ts";

const columns = {
  id: true,
  mergeMembers: true,
  firstHeight: true,
  rootHeight: true,
  areas: true,
  offObject: true,
} as const;

const SettingAnswer = builder.objectRef<ImageAnswers["settings"][number]>("SettingAnswer").implement({
  description: "What a pattern is on the same image by the same method under another setting.",
  fields: (t) => ({
    normalisation: t.string({ resolve: ({ setting }) => setting.normalisation }),
    measure: t.string({ resolve: ({ setting }) => setting.measure }),
    distance: t.string({ resolve: ({ setting }) => setting.distance }),
    linkage: t.string({ resolve: ({ setting }) => setting.linkage }),
    answer: t.expose("answer", { type: AnswerEnum, nullable: true, description: "Null where it is not computed." }),
    clustering: t.field({
      type: Clustering,
      nullable: true,
      resolve: async ({ tree }, _args, context, info) => {
        const select = rowSelection(info, context, node.select);
        const load = (ids: readonly string[]) => findRows(context.db.clustering, context, ids, select);
        return tree ? ((await loadWithSiblings(info, tree.id, load)) ?? null) : null;
      },
    }),
  }),
});

const ClusteringStability = builder.objectRef<ImageAnswers>("ClusteringStability").implement({
  description: "Whether what a tree shows depends on how its maps are compared.",
  fields: (t) => ({
    answer: t.expose("answer", { type: AnswerEnum, description: "On this tree." }),
    stability: t.field({
      type: StabilityRef,
      nullable: true,
      description: "Of the 24 settings; null until some are computed (analyseEverySetting).",
      resolve: ({ stability }) => stability.value,
    }),
    stabilityReason: t.string({ nullable: true, resolve: ({ stability }) => stability.reason }),
    settings: t.field({
      type: [SettingAnswer],
      description: "All 24, normalisation by normalisation.",
      resolve: ({ settings }) => settings,
    }),
  }),
});

interface NamedClade extends StableClade {
  readonly modelIds: readonly string[];
  readonly height: number;
}

const Clade = builder.objectRef<NamedClade>("ClusteringClade").implement({
  description: "A cluster of a tree, below its root.",
  fields: (t) => ({
    models: t.field({
      type: [Model],
      resolve: ({ modelIds }, _args, context, info) => loadModels(context, info, modelIds),
    }),
    height: t.exposeFloat("height"),
    same: t.exposeInt("same", { description: "Settings in which it is a cluster too." }),
    of: t.exposeInt("of", { description: "Of the 24 settings, those that are computed." }),
  }),
});

builder.prismaObjectFields(Clustering, (t) => ({
  stability: t.field({
    type: ClusteringStability,
    description: "In how many settings a pattern's answer on this image stays the one it has here.",
    args: { pattern: t.arg({ type: PatternInput, required: true }) },
    select: {
      ...columns,
      leafSet: {
        select: { leaves: { orderBy: { position: "asc" }, select: { model: { select: { id: true, name: true } } } } },
      },
    },
    resolve: async (row, { pattern: given }, context, info) => {
      const leaves = leafSet(row.leafSet.leaves.map(({ model }) => model));
      const pattern = askingEngine("pattern", () => readPattern(fromInput(given, context.project), leaves));
      return answerUnder(canonicalPattern(pattern), leaves, row, await treesUnderSettings(context, info, row.id));
    },
  }),
  clades: t.field({
    type: [Clade],
    description: "Its clusters below the root, in the order in which they form.",
    select: {
      ...columns,
      leafSet: { select: { leaves: { orderBy: { position: "asc" }, select: { modelId: true } } } },
      merges: { orderBy: { position: "asc" }, select: { height: true } },
    },
    resolve: async ({ leafSet: { leaves }, merges, ...row }, _args, context, info) => {
      const settings = await treesUnderSettings(context, info, row.id);
      return stableClades(leaves.length, row, settings).map((clade) => ({
        ...clade,
        modelIds: clade.leaves.map((place) => leaves[place]!.modelId),
        height: merges[clade.position]!.height,
      }));
    },
  }),
}));
