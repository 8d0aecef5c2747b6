import { builder } from "../builder.ts";
import { ExistsError } from "../errors.ts";
import { uuidOf } from "../ids.ts";
import { PatternInput } from "./input.ts";
import { archivePattern, renamePattern, savePattern } from "./save.ts";
import { Pattern } from "./schema.ts";

const SavePatternInput = builder.inputType("SavePatternInput", {
  fields: (t) => ({
    name: t.string({ required: true }),
    runId: t.id({ required: true, description: "A run of the models that it is about." }),
    pattern: t.field({ type: PatternInput, description: "This, or a sentence." }),
    sentence: t.string(),
  }),
});

builder.mutationField("savePattern", (t) =>
  t.prismaField({
    type: Pattern,
    description: "Saves a pattern about the models of a run. An archived one comes back, under the new name.",
    errors: { types: [ExistsError] },
    args: { input: t.arg({ type: SavePatternInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const { db, project } = context;
      const id = await savePattern(context, { ...input, runId: uuidOf("run", input.runId, project) });
      return db.pattern.findFirstOrThrow({ ...query, where: { projectId: project.id, id } });
    },
  }),
);

builder.mutationField("renamePattern", (t) =>
  t.prismaField({
    type: Pattern,
    errors: {},
    args: { id: t.arg.id({ required: true }), name: t.arg.string({ required: true }) },
    resolve: async (query, _root, args, context) => {
      const { db, project } = context;
      const id = uuidOf("pattern", args.id, project);
      await renamePattern(context, id, args.name);
      return db.pattern.findFirstOrThrow({ ...query, where: { projectId: project.id, id } });
    },
  }),
);

builder.mutationField("archivePattern", (t) =>
  t.prismaField({
    type: Pattern,
    description: "Takes a pattern out of the list, or back into it; nothing is lost.",
    errors: {},
    args: { id: t.arg.id({ required: true }), archived: t.arg.boolean({ required: true, defaultValue: true }) },
    resolve: async (query, _root, args, context) => {
      const { db, project } = context;
      const id = uuidOf("pattern", args.id, project);
      await archivePattern(context, id, args.archived);
      return db.pattern.findFirstOrThrow({ ...query, where: { projectId: project.id, id } });
    },
  }),
);
