import { getMethod, newick } from "@heatlas/engine";
import { builder } from "../builder.ts";
import { Clustering, ClusteringSetting } from "../clustering/schema.ts";
import { Image } from "../image/schema.ts";
import { Method } from "../method/schema.ts";
import { node } from "../node.ts";
import { findRows } from "../pattern/rows.ts";
import { Run } from "../run/schema.ts";
import { rowSelection } from "../selection.ts";
import { loadWithSiblings } from "../siblings.ts";
import { type ComparedTree, similaritiesOf } from "./compare.ts";

const Merge = builder.objectRef<ComparedTree["merges"][number]>("ComparedMerge").implement({
  description: "Two clusters become one, numbered as in Merge, over the shared models.",
  fields: (t) => ({
    left: t.exposeInt("left"),
    right: t.exposeInt("right"),
    height: t.exposeFloat("height"),
    size: t.exposeInt("size"),
    shared: t.exposeBoolean("shared", { description: "Whether its cluster is one of the other tree too." }),
  }),
});

export const ComparedTreeRef = builder.objectRef<ComparedTree>("ComparedTree").implement({
  description: "A tree over the models that both sides have, as the whole tree joins them.",
  fields: (t) => ({
    run: t.field({
      type: Run,
      resolve: async ({ side }, _args, context, info) => {
        const select = rowSelection(info, context, node.select);
        return (await loadWithSiblings(info, side.run.id, (ids) => findRows(context.db.run, context, ids, select)))!;
      },
    }),
    method: t.field({ type: Method, resolve: ({ side }) => getMethod(side.method.method) }),
    position: t.int({ description: "Of the method in the run.", resolve: ({ side }) => side.method.position }),
    parameters: t.field({ type: "JSON", resolve: ({ side }) => side.method.parameters }),
    setting: t.field({
      type: ClusteringSetting,
      resolve: async ({ side }, _args, context, info) => {
        const select = rowSelection(info, context, node.select);
        const load = (ids: readonly string[]) => findRows(context.db.clusteringSetting, context, ids, select);
        return (await loadWithSiblings(info, side.setting.id, load))!;
      },
    }),
    image: t.field({
      type: Image,
      nullable: true,
      description: "Null: it is the tree of the mean over images.",
      resolve: async ({ side: { image } }, _args, context, info) => {
        if (!image) return null;
        const select = rowSelection(info, context, node.select);
        const load = (ids: readonly string[]) => findRows(context.db.image, context, ids, select);
        return (await loadWithSiblings(info, image.id, load)) ?? null;
      },
    }),
    imageCount: t.exposeInt("imageCount", { description: "Images that the mean is over; 1 for an image's own tree." }),
    clustering: t.field({
      type: Clustering,
      nullable: true,
      description: "The whole tree, as it is kept; null for a mean.",
      resolve: async ({ clusteringId }, _args, context, info) => {
        if (clusteringId === null) return null;
        const select = rowSelection(info, context, node.select);
        const load = (ids: readonly string[]) => findRows(context.db.clustering, context, ids, select);
        return (await loadWithSiblings(info, clusteringId, load)) ?? null;
      },
    }),
    merges: t.field({ type: [Merge], resolve: ({ merges }) => merges }),
    leafOrder: t.intList({
      description: "Positions of the models from one end of the drawing to the other, turned to follow the other tree.",
      resolve: ({ leafOrder }) => [...leafOrder],
    }),
    ties: t.exposeBoolean("ties", { description: "Whether equal distances left the whole tree's shape to chance." }),
    similarities: t.field({
      type: t.listRef(t.listRef("Float", { nullable: true })),
      description: "Of the shared models; means, where the tree is one.",
      resolve: (tree) => similaritiesOf(tree),
    }),
    newick: t.string({ resolve: ({ merges, names }) => newick(merges, names) }),
  }),
});
