import { getMethod } from "@heatlas/engine";
import { builder } from "../builder.ts";
import type { Context } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { RunStatus, TargetPolicy } from "../generated/prisma/enums.ts";
import { ViewEnum } from "../heatmap/schema.ts";
import { uuidOf } from "../ids.ts";
import { byId, byPosition, keyset, type Page } from "../keyset.ts";
import { Method } from "../method/schema.ts";
import { Model } from "../model/schema.ts";
import { node } from "../node.ts";
import { nodeSelection } from "../selection.ts";
import { groupBy, loadWithSiblings } from "../siblings.ts";
import { RunImage } from "./grid.ts";
import { type RunProgress, readProgress } from "./progress.ts";
import { readTallies, runOfKey, tallyKey } from "./read-tallies.ts";
import { countImages, readPages } from "./reads.ts";
import { RunTally } from "./tally-schema.ts";

export const RunStatusEnum = builder.enumType("RunStatus", { values: Object.values(RunStatus) });

export const TargetPolicyEnum = builder.enumType("TargetPolicy", {
  description: "Which class a map explains. predicted: the model's own top-1; truth: the image's; fixed: one given.",
  values: Object.values(TargetPolicy),
});

const RunMethod = builder.prismaObject("RunMethod", {
  select: { projectId: true, runId: true, position: true },
  fields: (t) => ({
    position: t.exposeInt("position"),
    method: t.field({ type: Method, select: { method: true }, resolve: ({ method }) => getMethod(method) }),
    parameters: t.expose("parameters", { type: "JSON" }),
    tally: t.field({
      type: RunTally,
      description: "What its maps come to so far.",
      resolve: async (row, _args, { sql, project }, info) =>
        (await loadWithSiblings(info, tallyKey(row), (keys) => readTallies(sql, project.id, keys.map(runOfKey)))) ?? [],
    }),
  }),
});

const RunProgressRef = builder.objectRef<RunProgress>("RunProgress").implement({
  fields: (t) => ({
    planned: t.exposeInt("planned", { description: "Heat maps to make." }),
    done: t.exposeInt("done"),
    failed: t.exposeInt("failed"),
    shared: t.exposeInt("shared", { description: "Maps that existed already, or that another run makes." }),
    plannedTrees: t.exposeInt("plannedTrees"),
    doneTrees: t.exposeInt("doneTrees"),
    mapsPerSecond: t.exposeFloat("mapsPerSecond", { nullable: true, description: "As the last maps were measured." }),
    secondsLeft: t.exposeFloat("secondsLeft", { nullable: true, description: "Until the stage it is in ends." }),
  }),
});

export const Run = builder.prismaNode("Run", {
  ...node,
  description: "Models × images × methods, frozen when it starts.",
  fields: (t) => ({
    uuid: t.exposeString("id"),
    name: t.exposeString("name"),
    status: t.expose("status", { type: RunStatusEnum }),
    view: t.expose("view", { type: ViewEnum }),
    targetPolicy: t.expose("targetPolicy", { type: TargetPolicyEnum }),
    fixedClass: t.exposeInt("fixedClass", { nullable: true }),
    error: t.exposeString("error", { nullable: true }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    startedAt: t.expose("startedAt", { type: "DateTime", nullable: true }),
    finishedAt: t.expose("finishedAt", { type: "DateTime", nullable: true }),
    progress: t.field({
      type: RunProgressRef,
      resolve: async ({ id }, _args, { sql, project }, info) => {
        const progress = await loadWithSiblings(info, id, (ids) => readProgress(sql, project.id, ids));
        if (!progress) throw new NotFoundError("run", id);
        return progress;
      },
    }),
    models: t.field({
      type: [Model],
      description: "In the run's order.",
      select: (_args, _context, selection) => ({
        models: { orderBy: { position: "asc" }, select: { model: selection({ select: node.select }) } },
      }),
      resolve: ({ models }) => models.map(({ model }) => model),
    }),
    methods: t.relation("methods", { type: RunMethod, query: { orderBy: { position: "asc" } } }),
    imageCount: t.int({
      resolve: async ({ id }, _args, context, info) =>
        (await loadWithSiblings(info, id, (ids) => countImages(context, ids))) ?? 0,
    }),
    images: t.connection({
      type: RunImage,
      description: "In the run's order; at most 200 a page.",
      args: {
        flaggedBy: t.arg.int({
          description: "Only images of which some model's map by the method at this position is worth doubting.",
        }),
      },
      resolve: ({ id }, { flaggedBy, ...args }, context, info) =>
        keyset(args, { key: byPosition }, async (page) => {
          const select = nodeSelection(info, context, { projectId: true, runId: true, imageId: true, position: true });
          const load = (ids: readonly string[]) =>
            imagesOf(context, ids, { flaggedBy: flaggedBy ?? null, page }, select);
          return (await loadWithSiblings(info, id, load)) ?? [];
        }),
    }),
  }),
});

/** One page of the images of each of these runs. */
async function imagesOf(
  context: Context,
  ids: readonly string[],
  { flaggedBy, page }: { flaggedBy: number | null; page: Page<number> },
  select: { projectId: true; runId: true; imageId: true; position: true },
) {
  const places = groupBy(await readPages(context, ids, flaggedBy, page), ({ runId }) => runId);
  const rows = await context.db.runImage.findMany({
    select,
    where: {
      projectId: context.project.id,
      OR: [...places].map(([runId, found]) => ({ runId, position: { in: found.map(({ position }) => position) } })),
    },
    orderBy: { position: page.order },
  });
  return groupBy(rows, ({ runId }) => runId);
}

builder.queryField("run", (t) =>
  t.prismaField({
    type: Run,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, { id }, { db, project }) =>
      db.run.findFirst({ ...query, where: { projectId: project.id, id: uuidOf("run", id, project) } }),
  }),
);

builder.queryField("runs", (t) =>
  t.connection({
    type: Run,
    description: "Newest first; at most 200 a page.",
    args: {
      ids: t.arg.idList({ description: "Only these." }),
      image: t.arg.id({ description: "Only those that this image is in." }),
    },
    resolve: (_root, { ids, image, ...args }, context, info) => {
      const { db, project } = context;
      const chosen = ids?.map((id) => uuidOf("run", id, project));
      const images = image && { some: { imageId: uuidOf("image", image, project) } };
      return keyset(args, { key: byId, order: "desc" }, ({ range, order, take }) =>
        db.run.findMany({
          select: nodeSelection(info, context, node.select),
          where: { projectId: project.id, id: { ...range, ...(chosen && { in: chosen }) }, ...(images && { images }) },
          orderBy: { id: order },
          take,
        }),
      );
    },
  }),
);
