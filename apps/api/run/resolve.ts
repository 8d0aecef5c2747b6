import { type Admission, resolveMethod } from "@heatlas/engine";
import {
  type IdentityTemplate,
  identityTemplate,
  numericsVersion,
  type PreprocessingFacts,
} from "../heatmap/identity.ts";
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
      const resolved = resolveMethod({ slug: method, parameters }, admissionOf(model));
      const family = { model, view: run.view, method, parameters: resolved.parameters, numerics: numericsVersion };
      return { position, slug: method, parameters: resolved.parameters, template: identityTemplate(family) };
    }),
  }));
}

/** The part of a model's admission that its row keeps, and that methods ask for: its file need not be read. */
export function admissionOf({
  targetLayer,
  targetGridWidth,
  targetGridHeight,
}: ModelRow): Pick<Admission, "targetLayer"> {
  if (targetLayer === null || targetGridWidth === null || targetGridHeight === null) return { targetLayer: null };
  return { targetLayer: { tensor: targetLayer, channels: 0, width: targetGridWidth, height: targetGridHeight } };
}
