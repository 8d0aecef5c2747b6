import { condensedDistances, leafOrder, type Merge } from "@heatlas/engine";
import type { GraphQLResolveInfo } from "graphql";
import { builder } from "../builder.ts";
import type { Context } from "../context.ts";
import { similaritiesOf } from "../similarity/matrix.ts";
import { compute } from "../statistics/compute.ts";
import { Clustering } from "./schema.ts";

/** The best order takes time that grows as the cube of the leaves: beyond these it is left as merged. */
const mostOrdered = 300;

/** The order in which neighbours are most alike; as merged where there are too many leaves, or a distance is missing. */
export async function bestOrder(merges: readonly Merge[], distances: Float64Array): Promise<number[]> {
  const n = merges.length + 1;
  if (n > mostOrdered || !distances.every(Number.isFinite)) return leafOrder(merges);
  return await compute(n ** 3, "optimalLeafOrder", merges, distances);
}

/** A page shows no more clusters than these. */
const mostClusters = 50;

/** The tree cut into 2, 3 … clusters; without silhouettes where a distance is missing. */
export async function cutsOfTree(merges: readonly Merge[], distances: Float64Array) {
  return await compute(distances.length * mostClusters * 2, "silhouettesOfCuts", merges, distances, mostClusters);
}

interface Shaped {
  readonly heatmapIds: string[];
  readonly setting: { readonly similaritySettingId: string; readonly distance: string };
}

const select = {
  heatmapIds: true,
  setting: { select: { similaritySettingId: true, distance: true } },
  merges: { orderBy: { position: "asc" }, select: { left: true, right: true, height: true, size: true } },
} as const;

/** The distances that the tree was made from. */
async function distancesOf({ heatmapIds, setting }: Shaped, context: Context, info: GraphQLResolveInfo) {
  const matrix = await similaritiesOf(context, info, setting.similaritySettingId, heatmapIds);
  const pairs = matrix.flatMap((row, i) => row.slice(i + 1).map((value) => value ?? Number.NaN));
  return condensedDistances(pairs, setting.distance === "root" ? "root" : "one-minus");
}

export const Cut = builder.objectRef<{ clusters: number; silhouette: number | null }>("ClusteringCut").implement({
  description: "The tree cut into so many clusters: its last merges undone.",
  fields: (t) => ({
    clusters: t.exposeInt("clusters"),
    silhouette: t.exposeFloat("silhouette", {
      nullable: true,
      description: "How much nearer its own cluster than the next one each leaf is, on average; −1 to 1.",
    }),
  }),
});

builder.prismaObjectFields(Clustering, (t) => ({
  optimalLeafOrder: t.intList({
    description: "The order that the tree allows in which neighbours are most alike; up to 300 leaves, else as merged.",
    select,
    resolve: async (row, _args, context, info) => bestOrder(row.merges, await distancesOf(row, context, info)),
  }),
  cuts: t.field({
    type: [Cut],
    description: "Into 2, 3 … clusters, at most 50, and fewer than leaves.",
    select,
    resolve: async (row, _args, context, info) => {
      return await cutsOfTree(row.merges, await distancesOf(row, context, info));
    },
  }),
}));
