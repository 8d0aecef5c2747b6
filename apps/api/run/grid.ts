import { identityOf } from "../analysis/setting.ts";
import { builder } from "../builder.ts";
import { Clustering } from "../clustering/schema.ts";
import { readSetting, SettingInput } from "../clustering/setting-input.ts";
import type { Context } from "../context.ts";
import { Heatmap } from "../heatmap/schema.ts";
import { Image } from "../image/schema.ts";
import { node } from "../node.ts";
import { rowSelection } from "../selection.ts";
import { groupBy, loadWithSiblings } from "../siblings.ts";

/** A row of a run's grid. */
export const RunImage = builder.prismaObject("RunImage", {
  description: "An image of a run, with what the run's models make of it.",
  select: { projectId: true, runId: true, imageId: true, position: true },
  fields: (t) => {
    const args = {
      method: t.arg.string({ required: true, description: "The slug of one of the run's methods." }),
      position: t.arg.int({ description: "Its position, where the run has the method more than once." }),
    };
    return {
      position: t.exposeInt("position"),
      image: t.relation("image", { type: Image }),
      heatmaps: t.field({
        type: [Heatmap],
        description: "In the run's order of models.",
        args,
        resolve: async (row, chosen, context, info) => {
          const select = rowSelection(info, context, node.select);
          return (
            (await loadWithSiblings(info, cellKey(row), (cells) => heatmapsOf(context, cells, chosen, select))) ?? []
          );
        },
      }),
      clustering: t.field({
        type: Clustering,
        nullable: true,
        args: { ...args, setting: t.arg({ type: SettingInput, description: "The run's own by default." }) },
        resolve: async (row, { setting, ...chosen }, context, info) => {
          const select = rowSelection(info, context, node.select);
          const { clustering: identity } = identityOf(readSetting(setting));
          const load = (cells: readonly string[]) => clusteringsOf(context, cells, { ...chosen, identity }, select);
          return (await loadWithSiblings(info, cellKey(row), load)) ?? null;
        },
      }),
    };
  },
});

interface ChosenMethod {
  method: string;
  position?: number | null | undefined;
}

async function heatmapsOf(
  context: Context,
  cells: readonly string[],
  chosen: ChosenMethod,
  select: typeof node.select,
) {
  const rows = await context.db.runHeatmap.findMany({
    where: { projectId: context.project.id, OR: await cellsWhere(context, cells, chosen) },
    orderBy: { modelPosition: "asc" },
    select: { runId: true, imagePosition: true, heatmap: { select } },
  });
  const byCell = groupBy(rows, (row) => cellKey({ runId: row.runId, position: row.imagePosition }));
  return new Map([...byCell].map(([cell, group]) => [cell, group.map(({ heatmap }) => heatmap)]));
}

async function clusteringsOf(
  context: Context,
  cells: readonly string[],
  { identity, ...chosen }: ChosenMethod & { identity: Buffer },
  select: typeof node.select,
) {
  const { db, project } = context;
  const [places, setting] = await Promise.all([
    cellsWhere(context, cells, chosen),
    db.clusteringSetting.findUnique({
      where: { projectId_identity: { projectId: project.id, identity: Uint8Array.from(identity) } },
      select: { id: true },
    }),
  ]);
  if (!setting) return new Map();
  const rows = await db.runClustering.findMany({
    where: { projectId: project.id, settingId: setting.id, OR: places },
    select: { runId: true, imagePosition: true, clustering: { select } },
  });
  return new Map(
    rows.map((row) => [cellKey({ runId: row.runId, position: row.imagePosition }), row.clustering] as const),
  );
}

/** The places of a run's grid at these images, in the layer of the chosen method. */
async function cellsWhere({ db, project }: Context, cells: readonly string[], { method, position }: ChosenMethod) {
  const imagesByRun = groupBy(cells.map(parseCellKey), ({ runId }) => runId);
  const methods = await db.runMethod.findMany({
    where: {
      projectId: project.id,
      runId: { in: [...imagesByRun.keys()] },
      method,
      ...(position != null && { position }),
    },
    orderBy: { position: "desc" },
    select: { runId: true, position: true },
  });
  // Descending, so that the first of a run's methods of this slug is the one that stays.
  const methodByRun = new Map(methods.map((row) => [row.runId, row.position]));
  return [...methodByRun].map(([runId, methodPosition]) => ({
    runId,
    methodPosition,
    imagePosition: { in: imagesByRun.get(runId)!.map((cell) => cell.position) },
  }));
}

const cellKey = ({ runId, position }: { runId: string; position: number }) => `${runId} ${position}`;

function parseCellKey(key: string) {
  const [runId, position] = key.split(" ") as [string, string];
  return { runId, position: Number(position) };
}
