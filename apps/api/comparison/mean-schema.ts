import { copheneticCorrelation, leafOrder, newick } from "@heatlas/engine";
import { builder } from "../builder.ts";
import { ClusteringSetting } from "../clustering/schema.ts";
import { readSetting, SettingInput } from "../clustering/setting-input.ts";
import { bestOrder, Cut, cutsOfTree } from "../clustering/shape-schema.ts";
import type { Context } from "../context.ts";
import { StateError } from "../errors.ts";
import { Model } from "../model/schema.ts";
import { node } from "../node.ts";
import { cacheOf } from "../pattern/groups.ts";
import { findRows, loadModels } from "../pattern/rows.ts";
import { Run } from "../run/schema.ts";
import { rowSelection } from "../selection.ts";
import { loadWithSiblings } from "../siblings.ts";
import { matrixOf } from "../similarity/matrix-of.ts";
import { treesOf } from "./forest.ts";
import { type MeanSupport, supportOf } from "./mean-support.ts";
import { findSides, type Side } from "./side.ts";
import { type MeanTree, meanTree } from "./tree.ts";

interface Mean extends MeanTree {
  readonly positions: readonly number[];
}

/** The tree of the mean distances over all images that have one. Throws StateError. */
async function readMean(context: Context, side: Side): Promise<Mean> {
  const { positions } = await treesOf(context, side);
  return { ...(await meanTree(context, side, Array.from(positions))), positions: Array.from(positions) };
}

/** Drawn when one of its fields is asked for, and kept for the next who asks. */
async function drawnSupport(context: Context, { side, positions, merges, key, version }: Mean) {
  return await cacheOf(context).get(`support ${key}`, version, async () => ({
    ...(await supportOf(context, side, positions, merges)),
    bytes: merges.length * 8,
  }));
}

async function cutsOf(context: Context, { merges, distances, key, version }: Mean) {
  const { cuts } = await cacheOf(context).get(`cuts ${key}`, version, async () => {
    const found = await cutsOfTree(merges, distances);
    return { cuts: found, bytes: found.length * 64 };
  });
  return cuts;
}

const MeanMerge = builder.objectRef<Mean["merges"][number]>("MeanMerge").implement({
  description: "Two clusters become one, numbered as in Merge.",
  fields: (t) => ({
    left: t.exposeInt("left"),
    right: t.exposeInt("right"),
    height: t.exposeFloat("height"),
    size: t.exposeInt("size"),
  }),
});

const Support = builder.objectRef<MeanSupport>("MeanSupport").implement({
  description: "How often each cluster of a mean tree comes back when its images are drawn anew.",
  fields: (t) => ({
    shares: t.floatList({
      nullable: { list: false, items: true },
      description: "By merge, 0 to 1; the root's is 1.",
      resolve: ({ shares }) => shares,
    }),
    replicates: t.exposeInt("replicates", { description: "Times that the images were drawn." }),
    leftOut: t.exposeInt("leftOut", { description: "Images without all of their similarities, which are not drawn." }),
  }),
});

const MeanTreeRef = builder.objectRef<Mean>("MeanTree").implement({
  description: "How alike the models explain on average: the tree of the mean distances over a run's images.",
  fields: (t) => ({
    models: t.field({
      type: [Model],
      description: "In the run's order, which merges and similarities count by.",
      resolve: ({ side }, _args, context, info) =>
        loadModels(
          context,
          info,
          side.run.models.map(({ id }) => id),
        ),
    }),
    imageCount: t.exposeInt("imageCount", { description: "Images that have a tree." }),
    merges: t.field({ type: [MeanMerge], resolve: ({ merges }) => merges }),
    leafOrder: t.intList({ resolve: ({ merges }) => leafOrder(merges) }),
    optimalLeafOrder: t.intList({ resolve: ({ merges, distances }) => bestOrder(merges, distances) }),
    rootHeight: t.float({ resolve: ({ merges }) => merges.at(-1)!.height }),
    cophenetic: t.float({
      nullable: true,
      description: "Cophenetic correlation.",
      resolve: ({ merges, distances }) => copheneticCorrelation(merges, distances),
    }),
    cuts: t.field({
      type: [Cut],
      description: "Into 2, 3 … clusters, at most 50, and fewer than models.",
      resolve: (mean, _args, context) => cutsOf(context, mean),
    }),
    ties: t.exposeBoolean("ties", { description: "Whether equal distances left the tree's shape to chance." }),
    similarities: t.field({
      type: t.listRef(t.listRef("Float", { nullable: true })),
      description: "Means over the images.",
      resolve: ({ scores, side }) => matrixOf(scores, side.run.models.keys()),
    }),
    newick: t.string({
      resolve: ({ merges, side }) =>
        newick(
          merges,
          side.run.models.map(({ name }) => name),
        ),
    }),
    setting: t.field({
      type: ClusteringSetting,
      resolve: async ({ side }, _args, context, info) => {
        const select = rowSelection(info, context, node.select);
        const load = (ids: readonly string[]) => findRows(context.db.clusteringSetting, context, ids, select);
        return (await loadWithSiblings(info, side.setting.id, load))!;
      },
    }),
    support: t.field({
      type: Support,
      nullable: true,
      description: "By bootstrap, drawing images 1,000 times.",
      resolve: async (mean, _args, context) => (await drawnSupport(context, mean)).value,
    }),
    supportReason: t.string({
      nullable: true,
      resolve: async (mean, _args, context) => (await drawnSupport(context, mean)).reason,
    }),
  }),
});

builder.prismaObjectField(Run, "meanTree", (t) =>
  t.field({
    type: MeanTreeRef,
    errors: { types: [StateError] },
    args: {
      method: t.arg.string({ required: true, description: "The slug of one of the run's methods." }),
      position: t.arg.int({ description: "Its position, where the run has the method more than once." }),
      setting: t.arg({ type: SettingInput, description: "The run's own by default." }),
    },
    resolve: async ({ id }, { method, position, setting }, context, info) => {
      const question = {
        method,
        position: position ?? null,
        setting: readSetting(setting),
        imageId: null,
        letter: "a",
      } as const;
      const find = await loadWithSiblings(info, id, async (runIds) => {
        const sides = await findSides(
          context,
          runIds.map((runId) => ({ ...question, runId })),
        );
        return new Map(runIds.map((runId, place) => [runId, sides[place]!]));
      });
      return await readMean(context, find!());
    },
  }),
);
