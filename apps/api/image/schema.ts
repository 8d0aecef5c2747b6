import { builder } from "../builder.ts";
import { toHex } from "../hex.ts";
import { uuidOf } from "../ids.ts";
import { ImageSet } from "../image-set/schema.ts";
import { byId, keyset } from "../keyset.ts";
import { Class } from "../label-set/class.ts";
import { LabelSet } from "../label-set/schema.ts";
import { node } from "../node.ts";
import { nodeSelection } from "../selection.ts";

export const Truth = builder.prismaObject("ImageTruth", {
  name: "Truth",
  description: "What is to be seen in an image, in the words of one label set.",
  select: { projectId: true, imageId: true, labelSetId: true },
  fields: (t) => ({
    labelSet: t.relation("labelSet", { type: LabelSet }),
    class: t.field({
      type: Class,
      select: { classIndex: true },
      resolve: ({ labelSetId, classIndex }) => ({ labelSetId, index: classIndex }),
    }),
  }),
});

export const Image = builder.prismaNode("Image", {
  ...node,
  fields: (t) => ({
    uuid: t.exposeString("id"),
    name: t.exposeString("name"),
    fileName: t.exposeString("fileName"),
    sha256: t.string({ select: { sha256: true }, resolve: ({ sha256 }) => toHex(sha256) }),
    bytes: t.float({ select: { bytes: true }, resolve: ({ bytes }) => Number(bytes) }),
    width: t.exposeInt("width", { description: "In pixels, upright." }),
    height: t.exposeInt("height", { description: "In pixels, upright." }),
    mediaType: t.exposeString("mediaType"),
    url: t.string({
      description: "A JPEG of what models see of it; takes view=centre|whole and size.",
      resolve: ({ id }, _args, { project }) => `/p/${project.slug}/image/${id}.jpg`,
    }),
    originalUrl: t.string({
      description: "The bytes that were uploaded.",
      resolve: ({ id }, _args, { project }) => `/p/${project.slug}/image/${id}/original`,
    }),
    maskUrl: t.string({
      nullable: true,
      description: "A PNG of its size, white on the object; null where nobody said where that is.",
      select: { maskSha256: true },
      resolve: ({ id, maskSha256 }, _args, { project }) =>
        maskSha256 && `/p/${project.slug}/image/${id}/mask?sha256=${toHex(maskSha256)}`,
    }),
    truths: t.relation("truths", { type: Truth, query: { orderBy: { labelSetId: "asc" } } }),
    sets: t.field({
      type: [ImageSet],
      select: (_args, _context, selection) => ({
        sets: { orderBy: { imageSetId: "asc" }, select: { imageSet: selection({ select: node.select }) } },
      }),
      resolve: ({ sets }) => sets.map(({ imageSet }) => imageSet),
    }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
  }),
});

builder.queryField("image", (t) =>
  t.prismaField({
    type: Image,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, { id }, { db, project }) =>
      db.image.findFirst({ ...query, where: { projectId: project.id, id: uuidOf("image", id, project) } }),
  }),
);

builder.queryField("images", (t) =>
  t.connection({
    type: Image,
    description: "In the order in which they came; at most 200 a page.",
    args: { imageSet: t.arg.id({ description: "Only the images of this set." }) },
    resolve: (_root, { imageSet, ...args }, context, info) => {
      const { db, project } = context;
      const members = imageSet && { some: { imageSetId: uuidOf("image-set", imageSet, project) } };
      return keyset(args, { key: byId }, ({ range, order, take }) =>
        db.image.findMany({
          select: nodeSelection(info, context, node.select),
          where: { projectId: project.id, id: range, ...(members && { sets: members }) },
          orderBy: { id: order },
          take,
        }),
      );
    },
  }),
);
