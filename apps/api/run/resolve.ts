import { type ModelFacts, resolveMethod } from "@heatlas/engine";
import {
  type IdentityTemplate,
  identityTemplate,
  numericsVersion,
  type PreprocessingFacts,
} from "../heatmap/identity.ts";
import { preprocessingOf } from "../shard/explain.ts";
import type { Sql } from "../sql.ts";
import type { PlannedRun } from "./claim.ts";

export interface PlannedModel {
  readonly id: string;
  readonly position: number;
  readonly labelSetId: string;
}

export interface PlannedMethod {
  readonly position: number;
  readonly slug: string;
  /** For this model: its layer is named. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly template: IdentityTemplate;
}

/** What a model's row tells of its graph, as far as methods ask. */
export interface ModelRow extends PreprocessingFacts {
  readonly id: string;
  readonly name: string;
  readonly labelSetId: string;
  readonly classCount: number;
  readonly targetLayer: string | null;
  readonly targetGridWidth: number | null;
  readonly targetGridHeight: number | null;
}

/** The models of a run in its order, each with the run's methods as they come out for it. Throws EngineError. */
export async function resolveMethods(
  sql: Sql,
  run: PlannedRun,
): Promise<{ model: PlannedModel; methods: PlannedMethod[] }[]> {
  const models = await sql<(ModelRow & { position: number })[]>`
    select model.*, run_model.position from run_model
    join model on model.project_id = run_model.project_id and model.id = run_model.model_id
    where run_model.project_id = ${run.projectId} and run_model.run_id = ${run.id}
    order by run_model.position`;
  const methods = await sql<{ position: number; method: string; parameters: Record<string, unknown> }[]>`
    select position, method, parameters from run_method
    where project_id = ${run.projectId} and run_id = ${run.id} order by position`;
  return models.map((model) => ({
    model,
    methods: methods.map(({ position, method, parameters }) => {
      const resolved = resolveMethod({ slug: method, parameters }, factsOf(model));
      const family = { model, view: run.view, method, parameters: resolved.parameters, numerics: numericsVersion };
      return { position, slug: method, parameters: resolved.parameters, template: identityTemplate(family) };
    }),
  }));
}

/** What methods ask of a model, from its row: its file need not be read. */
export function factsOf(model: ModelRow): ModelFacts {
  const { targetLayer, targetGridWidth, targetGridHeight } = model;
  const preprocessing = preprocessingOf(model);
  if (targetLayer === null || targetGridWidth === null || targetGridHeight === null) {
    return { targetLayer: null, preprocessing };
  }
  const grid = { tensor: targetLayer, channels: 0, width: targetGridWidth, height: targetGridHeight };
  return { targetLayer: grid, preprocessing };
}
