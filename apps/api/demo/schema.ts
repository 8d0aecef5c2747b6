import { builder } from "../builder.ts";
import { StateError } from "../errors.ts";
import { DemoState } from "../generated/prisma/enums.ts";
import { Run } from "../run/schema.ts";
import { hasDemo } from "./content.ts";
import { removeDemo } from "./remove.ts";
import { getDemoState, requestDemo } from "./service.ts";

const DemoStateEnum = builder.enumType("DemoState", {
  description: "Whether the demo atlas was never here, is being loaded, is here, or was removed.",
  values: Object.values(DemoState),
});

const Demo = builder.objectRef<{ state: DemoState }>("Demo").implement({
  description: "The demo atlas: small networks and drawn scenes, explained on this machine.",
  fields: (t) => ({
    state: t.expose("state", { type: DemoStateEnum }),
    runs: t.prismaField({
      type: [Run],
      description: "Its runs, the report's methods first.",
      resolve: (query, _demo, _args, { db, project }) =>
        db.run.findMany({ ...query, where: { projectId: project.id, demo: true }, orderBy: { id: "asc" } }),
    }),
  }),
});

builder.queryField("demo", (t) =>
  t.field({
    type: Demo,
    nullable: true,
    description: "Null where this build brings no demo networks.",
    resolve: async (_root, _args, context) => ((await hasDemo()) ? { state: await getDemoState(context) } : null),
  }),
);

builder.mutationField("loadDemo", (t) =>
  t.field({
    type: Demo,
    description: "Sets loading the demo atlas going; its state and its runs tell how far it is.",
    errors: { types: [StateError] },
    resolve: async (_root, _args, context) => {
      await requestDemo(context);
      return { state: DemoState.loading };
    },
  }),
);

builder.mutationField("removeDemo", (t) =>
  t.field({
    type: Demo,
    description: "Takes the demo atlas out; what somebody's own run uses of it stays.",
    errors: { types: [StateError] },
    resolve: async (_root, _args, context) => {
      await removeDemo(context);
      return { state: DemoState.removed };
    },
  }),
);
