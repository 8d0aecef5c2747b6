import { builder } from "./builder.ts";
import { ExistsError, type ExpectedError, InputError, NotFoundError, RefusedError, StateError } from "./errors.ts";
import { type Stage, toGlobalId } from "./ids.ts";

const ErrorInterface = builder.interfaceRef<ExpectedError>("Error").implement({
  description: "Something that a person can put right, in one sentence.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "A kebab-case word for programs." }),
    message: t.exposeString("message"),
  }),
});

builder.objectType(InputError, {
  name: "InputError",
  description: "Something that was given cannot be taken.",
  interfaces: [ErrorInterface],
  fields: (t) => ({ field: t.exposeString("field", { nullable: true, description: "The input's field to blame." }) }),
});

builder.objectType(NotFoundError, {
  name: "NotFoundError",
  description: "It does not exist, or may not be seen.",
  interfaces: [ErrorInterface],
  fields: (t) => ({ stage: t.exposeString("stage") }),
});

builder.objectType(StateError, {
  name: "StateError",
  description: "It is not in a state from which this can be done.",
  interfaces: [ErrorInterface],
});

builder.objectType(RefusedError, {
  name: "RefusedError",
  description: "A file that Heatlas cannot work with.",
  interfaces: [ErrorInterface],
  fields: (t) => ({
    op: t.exposeString("op", { nullable: true, description: "The op of an ONNX graph that is in the way." }),
    node: t.exposeString("node", { nullable: true, description: "Its node." }),
  }),
});

builder.objectType(ExistsError, {
  name: "ExistsError",
  description: "It is here already.",
  interfaces: [ErrorInterface],
  fields: (t) => ({
    existing: t.id({ resolve: ({ stage, id }, _args, { project }) => toGlobalId(stage as Stage, project.slug, id) }),
  }),
});
