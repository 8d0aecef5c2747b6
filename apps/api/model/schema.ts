import { builder } from "../builder.ts";
import { ChannelOrder, Standardise } from "../generated/prisma/enums.ts";
import { toHex } from "../hex.ts";
import { uuidOf } from "../ids.ts";
import { byId, keyset } from "../keyset.ts";
import { LabelSet } from "../label-set/schema.ts";
import { node } from "../node.ts";
import { nodeSelection } from "../selection.ts";
import type { KeptDataFile } from "./identity.ts";

export const StandardiseEnum = builder.enumType("Standardise", {
  description: "fixed: (value − mean) / std by channel. per_image: by the mean and deviation of each picture itself.",
  values: Object.values(Standardise),
});

export const ChannelOrderEnum = builder.enumType("ChannelOrder", { values: Object.values(ChannelOrder) });

const ModelDataFile = builder.objectRef<KeptDataFile>("ModelDataFile").implement({
  description: "A file beside a model's own that holds its weights.",
  fields: (t) => ({
    name: t.exposeString("name"),
    sha256: t.exposeString("sha256"),
    bytes: t.exposeFloat("bytes"),
  }),
});

export const Model = builder.prismaNode("Model", {
  ...node,
  description: "An image classifier: an ONNX file, and the facts that are needed to feed and to read it.",
  fields: (t) => ({
    uuid: t.exposeString("id"),
    name: t.exposeString("name"),
    family: t.exposeString("family", { description: "Its architecture's family: AlexNet, VGG, ResNet …" }),
    fileName: t.exposeString("fileName"),
    sha256: t.string({
      description:
        "Of its file; with data files, of what `sha256sum model.onnx DATA …` prints, data files sorted by name.",
      select: { sha256: true },
      resolve: ({ sha256 }) => toHex(sha256),
    }),
    bytes: t.float({
      description: "Of all its files.",
      select: { bytes: true },
      resolve: ({ bytes }) => Number(bytes),
    }),
    dataFiles: t.field({
      type: [ModelDataFile],
      select: { dataFiles: true },
      resolve: ({ dataFiles }) => dataFiles as unknown as KeptDataFile[],
    }),
    labelSet: t.relation("labelSet", { type: LabelSet }),
    classCount: t.exposeInt("classCount"),
    inputWidth: t.exposeInt("inputWidth"),
    inputHeight: t.exposeInt("inputHeight"),
    mean: t.exposeFloatList("mean", { description: "By channel, on the scale 0–255." }),
    std: t.exposeFloatList("std", { description: "By channel, on the scale 0–255." }),
    standardise: t.expose("standardise", { type: StandardiseEnum }),
    channelOrder: t.expose("channelOrder", { type: ChannelOrderEnum }),
    cropShare: t.exposeFloat("cropShare", { description: "Share of the shorter side that the view as-trained keeps." }),
    targetLayer: t.exposeString("targetLayer", { nullable: true, description: "The tensor that the CAMs look at." }),
    targetGridWidth: t.exposeInt("targetGridWidth", { nullable: true }),
    targetGridHeight: t.exposeInt("targetGridHeight", { nullable: true }),
    opset: t.exposeInt("opset"),
    nodeCount: t.exposeInt("nodeCount"),
    parameterCount: t.float({
      select: { parameterCount: true },
      resolve: ({ parameterCount }) => Number(parameterCount),
    }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
  }),
});

builder.queryField("model", (t) =>
  t.prismaField({
    type: Model,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, { id }, { db, project }) =>
      db.model.findFirst({ ...query, where: { projectId: project.id, id: uuidOf("model", id, project) } }),
  }),
);

builder.queryField("models", (t) =>
  t.connection({
    type: Model,
    description: "In the order in which they came; at most 200 a page.",
    resolve: (_root, args, context, info) =>
      keyset(args, { key: byId }, ({ range, order, take }) =>
        context.db.model.findMany({
          select: nodeSelection(info, context, node.select),
          where: { projectId: context.project.id, id: range },
          orderBy: { id: order },
          take,
        }),
      ),
  }),
);
