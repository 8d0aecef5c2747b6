import { builder } from "../builder.ts";
import { InputError, NotFoundError, StateError } from "../errors.ts";
import { ViewEnum } from "../heatmap/schema.ts";
import { uuidOf } from "../ids.ts";
import { createRun, refuseUnsoundChoices } from "./create.ts";
import { refuseMissingLayers } from "./layers.ts";
import { Run, TargetPolicyEnum } from "./schema.ts";
import { cancelRun, retryRun, startRun } from "./service.ts";
import { watchRun } from "./watch.ts";

const MethodInput = builder.inputType("MethodInput", {
  fields: (t) => ({
    slug: t.string({ required: true }),
    parameters: t.field({ type: "JSON", description: "An object; what it leaves out takes the method's defaults." }),
  }),
});

const CreateRunInput = builder.inputType("CreateRunInput", {
  fields: (t) => ({
    name: t.string(),
    modelIds: t.idList({ required: true }),
    imageIds: t.idList({ description: "These, and the images of imageSetId." }),
    imageSetId: t.id(),
    methods: t.field({ type: [MethodInput], required: true }),
    view: t.field({ type: ViewEnum, defaultValue: "centre" }),
    targetPolicy: t.field({ type: TargetPolicyEnum, defaultValue: "predicted" }),
    fixedClass: t.int({ description: "The class index of the target policy fixed." }),
  }),
});

builder.mutationField("createRun", (t) =>
  t.prismaField({
    type: Run,
    description: "A draft; startRun sets it going.",
    errors: {},
    args: { input: t.arg({ type: CreateRunInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const { db, sql, project } = context;
      const modelIds = input.modelIds.map((model) => uuidOf("model", model, project));
      const methods = input.methods.map(({ slug, parameters }) => ({ slug, parameters: asObject(slug, parameters) }));
      const run = {
        ...input,
        modelIds,
        imageIds: input.imageIds?.map((image) => uuidOf("image", image, project)),
        imageSetId: input.imageSetId && uuidOf("image-set", input.imageSetId, project),
        methods,
      };
      await refuseUnsoundChoices(sql, project.id, run);
      await refuseMissingLayers(context, modelIds, methods);
      const id = await createRun(sql, project.id, run);
      return db.run.findFirstOrThrow({ ...query, where: { projectId: project.id, id } });
    },
  }),
);

/** Moves a run by its service, and answers it as it is then. */
const moveRun = (name: "startRun" | "cancelRun" | "retryRun", description: string, move: typeof startRun) =>
  builder.mutationField(name, (t) =>
    t.prismaField({
      type: Run,
      description,
      errors: { types: [StateError] },
      args: { id: t.arg.id({ required: true }) },
      resolve: async (query, _root, args, { db, sql, queue, project }) => {
        const id = uuidOf("run", args.id, project);
        await move(sql, queue, project.id, id);
        return db.run.findFirstOrThrow({ ...query, where: { projectId: project.id, id } });
      },
    }),
  );

moveRun("startRun", "Freezes a draft and sets it going.", startRun);
moveRun("cancelRun", "Ends a run. What it has made stays; what other runs need of it goes on.", cancelRun);
moveRun("retryRun", "Makes what failed, and what a cancelled run had not reached.", retryRun);

builder.subscriptionField("run", (t) =>
  t.prismaField({
    type: Run,
    description: "The run as it is now, and again after each step.",
    args: { id: t.arg.id({ required: true }) },
    subscribe: async (_root, args, { sql, project }) =>
      await watchRun(sql, project.id, uuidOf("run", args.id, project)),
    resolve: async (query, _step, args, { db, project }) => {
      const id = uuidOf("run", args.id, project);
      const run = await db.run.findFirst({ ...query, where: { projectId: project.id, id } });
      if (!run) throw new NotFoundError("run", id);
      return run;
    },
  }),
);

function asObject(slug: string, parameters: unknown): Record<string, unknown> {
  if (parameters === null || parameters === undefined) return {};
  if (typeof parameters === "object" && !Array.isArray(parameters)) return { ...parameters };
  throw new InputError(`The parameters of ${slug} have to be an object, such as {"layer": "conv5"}.`, "methods");
}
