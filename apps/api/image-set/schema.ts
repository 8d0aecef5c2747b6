import { builder } from "../builder.ts";
import { node } from "../node.ts";
import { loadWithSiblings } from "../siblings.ts";
import { countMembers } from "./service.ts";

export const ImageSet = builder.prismaNode("ImageSet", {
  ...node,
  fields: (t) => ({
    name: t.exposeString("name"),
    imageCount: t.int({
      resolve: async ({ id }, _args, context, info) =>
        (await loadWithSiblings(info, id, (ids) => countMembers(context, ids))) ?? 0,
    }),
  }),
});

builder.queryField("imageSets", (t) =>
  t.prismaField({
    type: [ImageSet],
    resolve: (query, _root, _args, { db, project }) =>
      db.imageSet.findMany({ ...query, where: { projectId: project.id }, orderBy: { name: "asc" } }),
  }),
);
