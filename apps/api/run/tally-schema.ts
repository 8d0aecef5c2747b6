import type { Flag } from "@heatlas/engine";
import { builder } from "../builder.ts";
import { FlagRef } from "../heatmap/flag-schema.ts";
import { Model } from "../model/schema.ts";
import { node } from "../node.ts";
import { findRows } from "../pattern/rows.ts";
import { rowSelection } from "../selection.ts";
import { loadWithSiblings } from "../siblings.ts";
import { flagCounts, type ModelTally, type OffObjectTally } from "./read-tallies.ts";

const FlagCount = builder.objectRef<{ flag: Flag; count: number }>("FlagCount").implement({
  fields: (t) => ({
    flag: t.field({ type: FlagRef, resolve: ({ flag }) => flag }),
    count: t.exposeInt("count", { description: "Maps that have it." }),
  }),
});

const OffObject = builder.objectRef<OffObjectTally & { modelId: string }>("OffObject").implement({
  description: "How much of a model's maps lies off the object, over the images that have a mask.",
  fields: (t) => ({
    model: t.field({
      type: Model,
      resolve: async ({ modelId }, _args, context, info) => {
        const select = rowSelection(info, context, node.select);
        return (await loadWithSiblings(info, modelId, (ids) => findRows(context.db.model, context, ids, select)))!;
      },
    }),
    n: t.exposeInt("n", { description: "Maps with a share: their images have a mask." }),
    mean: t.exposeFloat("mean", { description: "Of the maps' shares off the object, 0 to 1." }),
    spread: t.exposeFloat("spread", {
      nullable: true,
      description: "Their sample standard deviation; null for a single map.",
    }),
    even: t.exposeFloat("even", { description: "The mean of maps that are even everywhere, on the same images." }),
  }),
});

export const RunTally = builder.objectRef<readonly ModelTally[]>("RunTally").implement({
  description: "What a run's maps by one method come to.",
  fields: (t) => ({
    maps: t.int({ description: "Maps that were looked at.", resolve: (models) => sum(models, ({ maps }) => maps) }),
    flagged: t.int({
      description: "Those that are worth doubting.",
      resolve: (models) => sum(models, ({ flagged }) => flagged),
    }),
    flags: t.field({ type: [FlagCount], description: "Why; a map may have several.", resolve: flagCounts }),
    offObject: t.field({
      type: [OffObject],
      description: "In the run's order of models; only those that have maps of images with a mask.",
      resolve: (models) => models.flatMap(({ modelId, offObject }) => (offObject ? [{ modelId, ...offObject }] : [])),
    }),
  }),
});

const sum = (models: readonly ModelTally[], read: (model: ModelTally) => number) =>
  models.reduce((total, model) => total + read(model), 0);
