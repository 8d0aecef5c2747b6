import { type MethodInfo, methods } from "@heatlas/engine";
import { builder } from "../builder.ts";

export const Method = builder.objectRef<MethodInfo>("Method").implement({
  description: "A way to ask a model which pixels made it decide.",
  fields: (t) => ({
    slug: t.exposeString("slug"),
    name: t.exposeString("name"),
    signed: t.exposeBoolean("signed", { description: "Whether its maps also say what speaks against the class." }),
    grid: t.exposeString("grid", { description: "input: one value a pixel; layer: at the target layer's own grid." }),
    description: t.exposeString("description"),
  }),
});

builder.queryField("methods", (t) =>
  t.field({
    type: [Method],
    description: "What a run can be made of.",
    resolve: () => [...methods],
  }),
);
