import { dirname } from "node:path";
import { EngineError, methods as known } from "@heatlas/engine";
import type { Services } from "../context.ts";
import { InputError } from "../errors.ts";

interface Choice {
  readonly slug: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * A layer that somebody names has to be there in every model of the run: each model's file is asked, once a layer.
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
  const { db, project } = services;
  const models = await db.model.findMany({
    where: { projectId: project.id, id: { in: [...new Set(modelIds)] } },
    orderBy: { id: "asc" },
    select: { name: true, sha256: true, inputWidth: true, inputHeight: true },
  });
  for (const model of models) for (const [layer, method] of named) await refuseMissing(services, model, layer, method);
}

interface Model {
  readonly name: string;
  readonly sha256: Uint8Array;
  readonly inputWidth: number;
  readonly inputHeight: number;
}

async function refuseMissing({ blobs, admit }: Services, model: Model, layer: string, method: string): Promise<void> {
  const path = blobs.path("models", model.sha256);
  const size = { width: model.inputWidth, height: model.inputHeight };
  try {
    await admit(path, { size, targetLayer: layer, dataFolder: dirname(path) });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.code !== "no-such-layer")
      throw new InputError(`"${model.name}": ${error.message}`, "methods", error.code);
    const { why, hint } = error.fields;
    throw new InputError(
      `"${model.name}" ${why} "${layer.slice(0, 200)}" for ${method} to look at${hint}: name the output of one of its nodes, or leave the layer out, which takes each model's own.`,
      "methods",
      error.code,
    );
  }
}
