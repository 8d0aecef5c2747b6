import { getMethod, newick } from "@heatlas/engine";
import { builder } from "../builder.ts";
import type { Context } from "../context.ts";
import { Heatmap } from "../heatmap/schema.ts";
import { uuidOf } from "../ids.ts";
import { Image } from "../image/schema.ts";
import { Method } from "../method/schema.ts";
import { Model } from "../model/schema.ts";
import { node } from "../node.ts";
import { rowSelection } from "../selection.ts";
import { loadWithSiblings } from "../siblings.ts";
import { similaritiesOf } from "../similarity/matrix.ts";
import { lastJoinerOf } from "./last-joiner.ts";

const viaSimilarity = { similaritySetting: { select: { normalisation: true, grid: true, measure: true } } } as const;

const leavesWith = <Selection>(model: Selection) =>
  ({ select: { leaves: { orderBy: { position: "asc" }, select: { model } } } }) as const;

const Merge = builder.prismaObject("Merge", {
  description: "Two clusters become one. Numbers below the count of models are leaves, n + i is the i-th merge.",
  select: { projectId: true, clusteringId: true, position: true },
  fields: (t) => ({
    left: t.exposeInt("left"),
    right: t.exposeInt("right"),
    height: t.exposeFloat("height"),
    size: t.exposeInt("size"),
  }),
});

export const ClusteringSetting = builder.prismaObject("ClusteringSetting", {
  select: { projectId: true, id: true },
  fields: (t) => ({
    normalisation: t.string({ select: viaSimilarity, resolve: (row) => row.similaritySetting.normalisation }),
    grid: t.int({ select: viaSimilarity, resolve: (row) => row.similaritySetting.grid }),
    measure: t.string({ select: viaSimilarity, resolve: (row) => row.similaritySetting.measure }),
    distance: t.exposeString("distance"),
    linkage: t.exposeString("linkage"),
  }),
});

export const Clustering = builder.prismaNode("Clustering", {
  ...node,
  description: "How alike the models explain one image by one method, as a tree.",
  fields: (t) => ({
    uuid: t.exposeString("id"),
    image: t.relation("image", { type: Image }),
    method: t.field({ type: Method, select: { method: true }, resolve: ({ method }) => getMethod(method) }),
    models: t.field({
      type: [Model],
      description: "The leaves, in the leaf set's order, which merges and similarities count by.",
      select: (_args, _context, selection) => ({ leafSet: leavesWith(selection({ select: node.select })) }),
      resolve: ({ leafSet }) => leafSet.leaves.map(({ model }) => model),
    }),
    heatmaps: t.field({
      type: [Heatmap],
      description: "In the leaf set's order.",
      select: { heatmapIds: true },
      resolve: async ({ heatmapIds }, _args, context, info) => {
        const select = rowSelection(info, context, node.select);
        const load = (ids: readonly string[]) => findHeatmaps(context, ids, select);
        const rows = await Promise.all(heatmapIds.map((id) => loadWithSiblings(info, id, load)));
        return rows.filter((row) => row !== undefined);
      },
    }),
    similarities: t.field({
      type: t.listRef(t.listRef("Float", { nullable: true })),
      description: "The matrix of the models' similarities; null where the measure is not defined.",
      select: { heatmapIds: true, setting: { select: { similaritySettingId: true } } },
      resolve: (row, _args, context, info) =>
        similaritiesOf(context, info, row.setting.similaritySettingId, row.heatmapIds),
    }),
    merges: t.relation("merges", { type: Merge, query: { orderBy: { position: "asc" } } }),
    leafOrder: t.exposeIntList("leafOrder", {
      description: "Positions of the leaves, from one end of the drawing to the other.",
    }),
    rootHeight: t.exposeFloat("rootHeight"),
    cophenetic: t.exposeFloat("cophenetic", { nullable: true, description: "Cophenetic correlation." }),
    ties: t.exposeBoolean("ties", { description: "Whether equal distances left the tree's shape to chance." }),
    lastJoiner: t.field({
      type: Model,
      nullable: true,
      description: "The model that joins all the others last and alone, if one does.",
      select: (_args, _context, selection) => ({
        leafSet: leavesWith(selection({ select: node.select })),
        merges: { orderBy: { position: "asc" }, select: { left: true, right: true } },
      }),
      resolve: ({ leafSet, merges }) => {
        const position = lastJoinerOf(merges);
        return position === null ? null : (leafSet.leaves[position]?.model ?? null);
      },
    }),
    newick: t.string({
      description: "The tree in Newick form, with branch lengths.",
      select: {
        leafSet: leavesWith({ select: { name: true } }),
        merges: { orderBy: { position: "asc" }, select: { left: true, right: true, height: true, size: true } },
      },
      resolve: ({ leafSet, merges }) =>
        newick(
          merges,
          leafSet.leaves.map(({ model }) => model.name),
        ),
    }),
    setting: t.relation("setting", { type: ClusteringSetting }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
  }),
});

async function findHeatmaps({ db, project }: Context, ids: readonly string[], select: typeof node.select) {
  const rows = await db.heatmap.findMany({ select, where: { projectId: project.id, id: { in: [...ids] } } });
  return new Map(rows.map((row) => [row.id, row]));
}

builder.queryField("clustering", (t) =>
  t.prismaField({
    type: Clustering,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, { id }, { db, project }) =>
      db.clustering.findFirst({ ...query, where: { projectId: project.id, id: uuidOf("clustering", id, project) } }),
  }),
);
