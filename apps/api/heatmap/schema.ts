import { getMethod } from "@heatlas/engine";
import { builder } from "../builder.ts";
import { HeatmapStatus, View } from "../generated/prisma/enums.ts";
import { toHex } from "../hex.ts";
import { uuidOf } from "../ids.ts";
import { Image } from "../image/schema.ts";
import { Method } from "../method/schema.ts";
import { Model } from "../model/schema.ts";
import { node } from "../node.ts";
import { flagsIn } from "./flag.ts";
import { FlagRef } from "./flag-schema.ts";
import { Prediction, Rect, Relevance } from "./parts-schema.ts";

export const HeatmapStatusEnum = builder.enumType("HeatmapStatus", { values: Object.values(HeatmapStatus) });

export const ViewEnum = builder.enumType("View", {
  description:
    "How images are cut before every model sees them. centre: the middle square of .875 of the shorter side; " +
    "whole: the whole image, squeezed square; as_trained: each model's own crop.",
  values: Object.values(View),
});

export const Heatmap = builder.prismaNode("Heatmap", {
  ...node,
  description: "What one model looked at in one image, by one method.",
  fields: (t) => ({
    uuid: t.exposeString("id"),
    identity: t.string({
      description: "SHA-256 of everything that shaped the map.",
      select: { identity: true },
      resolve: ({ identity }) => toHex(identity),
    }),
    status: t.expose("status", { type: HeatmapStatusEnum }),
    model: t.relation("model", { type: Model }),
    image: t.relation("image", { type: Image }),
    method: t.field({ type: Method, select: { method: true }, resolve: ({ method }) => getMethod(method) }),
    parameters: t.expose("parameters", { type: "JSON" }),
    view: t.expose("view", { type: ViewEnum }),
    target: t.exposeInt("target", { nullable: true, description: "The class asked for; null: the model's own top-1." }),
    explained: t.field({
      type: Prediction,
      nullable: true,
      description: "The class that the map explains; null until it is computed.",
      select: { classIndex: true, classLogit: true, classProbability: true, model: { select: { labelSetId: true } } },
      resolve: ({ classIndex, classLogit, classProbability, model }) =>
        classIndex === null || classProbability === null
          ? null
          : {
              class: { labelSetId: model.labelSetId, index: classIndex },
              probability: classProbability,
              logit: classLogit,
            },
    }),
    predicted: t.field({
      type: Prediction,
      nullable: true,
      description: "The model's own top-1; null until the map is computed.",
      select: { topClass: true, topProbability: true, model: { select: { labelSetId: true } } },
      resolve: ({ topClass, topProbability, model }) =>
        topClass === null || topProbability === null
          ? null
          : { class: { labelSetId: model.labelSetId, index: topClass }, probability: topProbability, logit: null },
    }),
    correct: t.boolean({
      nullable: true,
      description: "Whether the top-1 is the image's true class; null where the truth is not known.",
      select: {
        topClass: true,
        model: { select: { labelSetId: true } },
        image: {
          select: { truths: { orderBy: { labelSetId: "asc" }, select: { labelSetId: true, classIndex: true } } },
        },
      },
      resolve: ({ topClass, model, image }) => {
        const truth = image.truths.find(({ labelSetId }) => labelSetId === model.labelSetId);
        return truth === undefined || topClass === null ? null : truth.classIndex === topClass;
      },
    }),
    targetLayer: t.string({
      nullable: true,
      description: "The tensor that a CAM looked at.",
      select: { parameters: true },
      resolve: ({ parameters }) => layerOf(parameters),
    }),
    gridWidth: t.exposeInt("gridWidth", { nullable: true }),
    gridHeight: t.exposeInt("gridHeight", { nullable: true }),
    area: t.exposeFloat("area", { nullable: true, description: "Share of the image that is highlighted, 0 to 1." }),
    constant: t.exposeBoolean("constant", { nullable: true, description: "Whether the map has one value everywhere." }),
    flags: t.field({
      type: [FlagRef],
      nullable: true,
      description: "What makes the map worth doubting; null while nobody has looked.",
      select: { flags: true },
      resolve: ({ flags }) => (flags === null ? null : flagsIn(flags)),
    }),
    relevance: t.field({
      type: Relevance,
      nullable: true,
      description:
        "Where the class score went; null for methods that do not share it out, and for maps made before it was told.",
      select: { conservation: true, biasShare: true, epsilonShare: true },
      resolve: ({ conservation, biasShare: bias, epsilonShare: epsilon }) =>
        conservation === null && bias === null && epsilon === null ? null : { conservation, bias, epsilon },
    }),
    offObjectShare: t.exposeFloat("offObject", {
      nullable: true,
      description:
        "Share of the map's relevance (its positive part) outside the object, 0 to 1; null without a mask of the object, " +
        "and where nothing is positive.",
    }),
    objectShare: t.exposeFloat("objectShare", {
      nullable: true,
      description: "Share of what the model saw that is object: a map that is even everywhere is 1 less this off it.",
    }),
    signed: t.exposeBoolean("signed", { nullable: true }),
    provider: t.exposeString("provider", { nullable: true }),
    device: t.exposeString("device", { nullable: true }),
    engineVersion: t.exposeString("engineVersion", { nullable: true }),
    milliseconds: t.exposeFloat("milliseconds", {
      nullable: true,
      description: "Wall time of what it was computed with, loading included, shared out evenly over these maps.",
    }),
    computedAt: t.expose("computedAt", { type: "DateTime", nullable: true }),
    error: t.exposeString("error", { nullable: true }),
    url: t.string({
      description: "The map as a PNG; takes colormap, normalisation and size.",
      resolve: ({ id }, _args, { project }) => `/p/${project.slug}/heatmap/${id}.png`,
    }),
    npyUrl: t.string({
      description: "The map before normalisation, as float32 at its native grid.",
      resolve: ({ id }, _args, { project }) => `/p/${project.slug}/heatmap/${id}.npy`,
    }),
    rect: t.field({
      type: Rect,
      nullable: true,
      description: "The part of the image that the model saw.",
      select: { rectX: true, rectY: true, rectWidth: true, rectHeight: true },
      resolve: ({ rectX: x, rectY: y, rectWidth: width, rectHeight: height }) =>
        x === null || y === null || width === null || height === null ? null : { x, y, width, height },
    }),
  }),
});

function layerOf(parameters: unknown): string | null {
  const layer = (parameters as { layer?: unknown } | null)?.layer;
  return typeof layer === "string" ? layer : null;
}

builder.queryField("heatmap", (t) =>
  t.prismaField({
    type: Heatmap,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, { id }, { db, project }) =>
      db.heatmap.findFirst({ ...query, where: { projectId: project.id, id: uuidOf("heatmap", id, project) } }),
  }),
);
