import { builder } from "../builder.ts";
import { ExistsError, RefusedError } from "../errors.ts";
import { uuidOf } from "../ids.ts";
import { ChannelOrderEnum, Model, StandardiseEnum } from "./schema.ts";
import { createModel } from "./service.ts";

const NewLabelSet = builder.inputType("NewLabelSetInput", {
  fields: (t) => ({
    name: t.string({ required: true }),
    labels: t.stringList({ required: true, description: "One a class, in the order of the model's outputs." }),
  }),
});

const LabelSetInput = builder.inputType("LabelSetInput", {
  description: "A label set that exists, or its labels. The same labels are the same set, whatever it is called.",
  isOneOf: true,
  fields: (t) => ({ id: t.id(), labels: t.field({ type: NewLabelSet }) }),
});

const CreateModelInput = builder.inputType("CreateModelInput", {
  fields: (t) => ({
    uploadId: t.id({ required: true, description: "What the upload route answered." }),
    name: t.string({ required: true }),
    family: t.string({ required: true, description: "AlexNet, VGG, ResNet, DenseNet, SqueezeNet, Inception …" }),
    labelSet: t.field({ type: LabelSetInput, required: true }),
    inputWidth: t.int({ description: "In pixels; needed where the file leaves its size free." }),
    inputHeight: t.int({ description: "In pixels; needed where the file leaves its size free." }),
    mean: t.floatList({ description: "By channel, on the scale 0–255; needed unless standardised per image." }),
    std: t.floatList({ description: "By channel, on the scale 0–255; needed unless standardised per image." }),
    standardise: t.field({ type: StandardiseEnum, defaultValue: "fixed" }),
    channelOrder: t.field({ type: ChannelOrderEnum, defaultValue: "rgb" }),
    cropShare: t.float({
      description: "Share of the shorter side that the model's own crop keeps; .875 unless given.",
    }),
    targetLayer: t.string({ description: "The tensor that the CAMs look at; found by itself unless given." }),
  }),
});

builder.mutationField("createModel", (t) =>
  t.prismaField({
    type: Model,
    description: "Makes a model of an uploaded file and its facts.",
    errors: { types: [RefusedError, ExistsError] },
    args: { input: t.arg({ type: CreateModelInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const { db, project } = context;
      const { uploadId, labelSet, ...facts } = input;
      const id = await createModel(context, uuidOf("upload", uploadId, project), {
        ...facts,
        labelSet: labelSet.id ? { id: uuidOf("label-set", labelSet.id, project) } : labelSet.labels!,
      });
      return db.model.findFirstOrThrow({ ...query, where: { projectId: project.id, id } });
    },
  }),
);
