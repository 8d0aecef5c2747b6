import { builder } from "../builder.ts";
import { uuidOf } from "../ids.ts";
import { ImageSet } from "../image-set/schema.ts";
import { addImagesToSet } from "../image-set/service.ts";
import { Image } from "./schema.ts";
import { setImageTruth } from "./service.ts";

const SetImageTruthInput = builder.inputType("SetImageTruthInput", {
  fields: (t) => ({
    imageId: t.id({ required: true }),
    labelSetId: t.id({ required: true }),
    classIndex: t.int({ description: "What is to be seen; null takes the truth away." }),
  }),
});

const AddImagesToSetInput = builder.inputType("AddImagesToSetInput", {
  fields: (t) => ({
    imageSet: t.string({ required: true, description: "The set's name; a new name makes a new set." }),
    imageIds: t.idList({ required: true }),
  }),
});

builder.mutationField("setImageTruth", (t) =>
  t.prismaField({
    type: Image,
    description: "Says what is to be seen in an image, in the words of one label set.",
    errors: {},
    args: { input: t.arg({ type: SetImageTruthInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const { db, project } = context;
      const id = uuidOf("image", input.imageId, project);
      await setImageTruth(context, id, uuidOf("label-set", input.labelSetId, project), input.classIndex ?? null);
      return db.image.findFirstOrThrow({ ...query, where: { projectId: project.id, id } });
    },
  }),
);

builder.mutationField("addImagesToSet", (t) =>
  t.prismaField({
    type: ImageSet,
    errors: {},
    args: { input: t.arg({ type: AddImagesToSetInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const { db, project } = context;
      const imageIds = input.imageIds.map((id) => uuidOf("image", id, project));
      const id = await addImagesToSet(context, input.imageSet, imageIds);
      return db.imageSet.findFirstOrThrow({ ...query, where: { projectId: project.id, id } });
    },
  }),
);
