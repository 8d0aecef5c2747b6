import { builder } from "../builder.ts";
import { node } from "../node.ts";

export const LabelSet = builder.prismaNode("LabelSet", {
  ...node,
  description: "The classes that models tell apart, in the order of their outputs.",
  fields: (t) => ({
    name: t.exposeString("name"),
    classCount: t.int({ select: { labels: true }, resolve: ({ labels }) => labels.length }),
    labels: t.exposeStringList("labels"),
  }),
});

builder.queryField("labelSets", (t) =>
  t.prismaField({
    type: [LabelSet],
    resolve: (query, _root, _args, { db, project }) =>
      db.labelSet.findMany({ ...query, where: { projectId: project.id }, orderBy: { name: "asc" } }),
  }),
);
