import { builder } from "../builder.ts";

export interface ClassOf {
  labelSetId: string;
  index: number;
}

/** A class of one label set: an index has no meaning without it. */
export const Class = builder.objectRef<ClassOf>("Class").implement({
  description: "A class of one label set.",
  fields: (t) => ({
    index: t.exposeInt("index"),
    label: t.string({
      resolve: async ({ labelSetId, index }, _args, context) => {
        const { labels } = await context.labelSets.load(labelSetId);
        return labels[index] ?? String(index);
      },
    }),
  }),
});
