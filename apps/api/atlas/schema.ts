import { builder } from "../builder.ts";
import { InputError } from "../errors.ts";
import { Heatmap } from "../heatmap/schema.ts";
import { node } from "../node.ts";
import { rowSelection } from "../selection.ts";
import { countStages, type StageCounts } from "./service.ts";

const mostNewest = 100;

const Atlas = builder.objectRef<StageCounts>("Atlas").implement({
  description: "All that the project holds.",
  fields: (t) => ({
    name: t.exposeString("name"),
    modelCount: t.exposeInt("modelCount"),
    imageCount: t.exposeInt("imageCount"),
    runCount: t.exposeInt("runCount"),
    heatmapCount: t.exposeInt("heatmapCount", { description: "Finished heat maps." }),
    clusteringCount: t.exposeInt("clusteringCount", {
      description: "Trees under the setting by which every run is analysed; those under others are not counted.",
    }),
    newest: t.field({
      type: [Heatmap],
      description: "The heat maps that were finished last.",
      args: { first: t.arg.int({ defaultValue: 12 }) },
      resolve: (_atlas, { first }, context, info) => {
        const take = first ?? 12;
        if (take < 0 || take > mostNewest) {
          throw new InputError(`first is ${take}; it can be 0 to ${mostNewest}.`, "first");
        }
        return context.db.heatmap.findMany({
          select: rowSelection(info, context, node.select),
          where: { projectId: context.project.id, status: "done" },
          orderBy: { computedAt: "desc" },
          take,
        });
      },
    }),
  }),
});

builder.queryField("atlas", (t) => t.field({ type: Atlas, resolve: (_root, _args, context) => countStages(context) }));
