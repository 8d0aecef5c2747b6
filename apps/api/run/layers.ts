import { dirname } from "node:path";
import { EngineError, methods as known } from "@heatlas/engine";
import type { Services } from "../context.ts";
import { InputError } from "../errors.ts";

interface Choice {
  readonly slug: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** More than the blocks of the deepest usual models; a model's file is read once for all of them. */
const mostLayers = 100;

/**
 * A layer that somebody names has to be there in every model of the run: each model's file is asked, once.
 * Models and methods that do not exist are for createRun to refuse. Throws InputError.
 */
export async function refuseMissingLayers(
  services: Services,
  modelIds: readonly string[],
  methods: readonly Choice[],
): Promise<void> {
  const named = new Map<string, string>();
  for (const { slug, parameters } of methods) {
    const method = known.find((each) => each.slug === slug);
    const looksAtLayer = method && (method.grid === "layer" || "layer" in method.parameters);
    if (looksAtLayer && typeof parameters.layer === "string") named.set(parameters.layer, method.name);
  }
  if (named.size === 0) return;
  if (named.size > mostLayers) {
    throw new InputError(
      `The run's methods name ${named.size.toLocaleString("en")} layers, and the limit is ${mostLayers}: split its methods over several runs.`,
      "methods",
    );
  }
  const { db, project } = services;
  const models = await db.model.findMany({
    where: { projectId: project.id, id: { in: [...new Set(modelIds)] } },
    orderBy: { id: "asc" },
    select: { name: true, sha256: true, inputWidth: true, inputHeight: true },
  });
  for (const model of models) await refuseMissing(services, model, named);
}

interface Model {
  readonly name: string;
  readonly sha256: Uint8Array;
  readonly inputWidth: number;
  readonly inputHeight: number;
}

/** `named`: the layers, and for each the name of a method that looks at it. */
async function refuseMissing(
  { blobs, admit }: Services,
  model: Model,
  named: ReadonlyMap<string, string>,
): Promise<void> {
  const path = blobs.path("models", model.sha256);
  const size = { width: model.inputWidth, height: model.inputHeight };
  try {
    await admit(path, { size, layers: [...named.keys()], dataFolder: dirname(path) });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.code !== "no-such-layer")
      throw new InputError(`"${model.name}": ${error.message}`, "methods", error.code);
    const { tensor, why, hint } = error.fields as { tensor: string; why: string; hint: string };
    throw new InputError(
      `"${model.name}" ${why} "${tensor.slice(0, 200)}" for ${named.get(tensor)} to look at${hint}: name the output of one of its nodes, or leave the layer out, which takes each model's own.`,
      "methods",
      error.code,
    );
  }
}
