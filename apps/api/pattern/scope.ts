import { type LeafSet, leafSet } from "@heatlas/engine";
import { identityOf } from "../analysis/setting.ts";
import type { Context } from "../context.ts";
import { InputError, NotFoundError } from "../errors.ts";
import type { Filter } from "./filter.ts";
import { once } from "./once.ts";
import { askingEngine } from "./refusal.ts";

/** A run as patterns see it. */
export interface ScopeRun {
  readonly id: string;
  readonly name: string;
  /** Raised with every tree of the run, under whatever setting. */
  readonly doneTrees: number;
  readonly imageCount: number;
  /** In the run's order, which is the leaf set's. */
  readonly models: readonly { id: string; name: string; family: string; labelSetId: string }[];
  readonly methods: readonly { position: number; method: string; parameters: unknown }[];
}

/** With its leaves as the scope calls them, in its own order. */
export interface LeavedRun extends ScopeRun {
  readonly leafSet: LeafSet;
}

/** What a filter comes to: where to count, and over which leaves. */
export interface Scope {
  readonly filter: Filter;
  /** Newest first, all of the same models, or architectures. */
  readonly runs: readonly LeavedRun[];
  /** The newest run's; the others' may have another order. */
  readonly leafSet: LeafSet;
  /** Of the models, where they have one in common. */
  readonly labelSet: { readonly id: string; readonly revision: string } | null;
  /** Null where nothing was analysed under this setting. */
  readonly settingId: string | null;
  readonly imageSets: readonly { id: string; name: string; revision: string }[];
  /** Raised when shares off the object were measured anew. */
  readonly maskRevision: string;
}

/** A person reads so many at once; each is counted on its own. */
const maxRuns = 50;

/**
 * Reads what the filter names, by a number of statements that does not depend on it.
 * @param modelIds those of a saved pattern: all their runs are taken where the filter names none
 */
export async function getScope(context: Context, filter: Filter, modelIds?: readonly string[]): Promise<Scope> {
  const found = await once(context, `runs ${JSON.stringify([filter.runIds, modelIds])}`, () =>
    readRuns(context, filter.runIds, modelIds ?? null),
  );
  if (filter.leaves === "models" || modelIds) refuseOtherModels(found, modelIds);
  refuseOtherMethods(found, filter.methods);
  const nameLeaves = filter.leaves === "models" ? modelLeaves : architectureLeaves;
  const runs = found.map((run) => ({ ...run, leafSet: askingEngine("runs", () => nameLeaves(run, found[0]!)) }));
  const labelSetIds = new Set(runs.flatMap(({ models }) => models.map(({ labelSetId }) => labelSetId)));
  const labelSetId = labelSetIds.size === 1 ? [...labelSetIds][0]! : null;
  if (filter.classes && labelSetId === null) {
    throw new InputError("Its models have different label sets, so there are no classes to choose from.", "classes");
  }
  const [labelSet, settingId, imageSets, maskRevision] = await Promise.all([
    once(context, `label set ${labelSetId}`, () => readLabelSet(context, labelSetId)),
    once(context, `setting ${JSON.stringify(filter.setting)}`, () => readSetting(context, filter)),
    once(context, `image sets ${filter.imageSetIds}`, () => readImageSets(context, filter.imageSetIds ?? [])),
    once(context, "mask revision", () => readMaskRevision(context)),
  ]);
  refuseOtherClasses(labelSet, filter.classes);
  return { filter, runs, leafSet: runs[0]!.leafSet, labelSet, settingId, imageSets, maskRevision };
}

async function readRuns(
  { sql, project }: Context,
  runIds: readonly string[] | null,
  modelIds: readonly string[] | null,
): Promise<ScopeRun[]> {
  if (!runIds && !modelIds) throw new InputError("Choose at least one run: a pattern is about its trees.", "runs");
  if (runIds && runIds.length > maxRuns) {
    throw new InputError(`${runIds.length} runs were given; choose at most ${maxRuns}.`, "runs");
  }
  const runs = await sql<ScopeRun[]>`
    select id, name, done_trees + coalesce((select sum(run_setting.done_trees) from run_setting
        where run_setting.project_id = run.project_id and run_id = run.id), 0)::int as done_trees,
      coalesce((select max(position) + 1 from run_image where run_image.project_id = run.project_id and run_id = run.id), 0)
        as image_count,
      (select coalesce(json_agg(json_build_object('id', model.id, 'name', model.name, 'family', family, 'labelSetId', label_set_id)
        order by position), '[]') from run_model join model on model.project_id = run_model.project_id and model.id = run_model.model_id
        where run_model.project_id = run.project_id and run_id = run.id) as models,
      (select coalesce(json_agg(json_build_object('position', position, 'method', method, 'parameters', parameters)
        order by position), '[]') from run_method where run_method.project_id = run.project_id and run_id = run.id) as methods
    from run
    where project_id = ${project.id} and (
      id = any(${runIds}::uuid[])
      or ${runIds}::uuid[] is null and status <> 'draft' and ${modelIds}::uuid[] = (
        select array_agg(model_id order by model_id) from run_model
        where run_model.project_id = run.project_id and run_id = run.id))
    order by id desc limit ${maxRuns}`;
  const missing = runIds?.find((id) => !runs.some((run) => run.id === id));
  if (missing) throw new NotFoundError("run", missing);
  if (runs.length === 0) throw new InputError("No run has exactly this pattern's models yet: start one.", "runs");
  return runs;
}

const modelLeaves = ({ models }: ScopeRun) => leafSet(models);

/**
 * A leaf an architecture, called by the id that the newest run's model of it has. Throws InputError where a run has two
 * models of one, or another run's architectures are others.
 */
function architectureLeaves(run: ScopeRun, newest: ScopeRun): LeafSet {
  const twice = run.models.find(
    ({ family }, place) => run.models.findIndex((model) => model.family === family) < place,
  );
  if (twice) {
    throw new InputError(
      `The run "${run.name}" has several models of ${twice.family}; architectures are leaves only where a run has one ` +
        "model of each.",
      "leaves",
    );
  }
  const ids = new Map(newest.models.map(({ family, id }) => [family, id]));
  if (run.models.length !== ids.size || run.models.some(({ family }) => !ids.has(family))) {
    throw new InputError(
      `The runs "${newest.name}" and "${run.name}" have different architectures; choose runs of the same ones.`,
      "runs",
    );
  }
  return leafSet(run.models.map(({ family }) => ({ id: ids.get(family)!, name: family })));
}

function refuseOtherModels(runs: readonly ScopeRun[], modelIds?: readonly string[]): void {
  const keyOf = (ids: readonly string[]) => [...ids].sort().join();
  const [newest] = runs;
  const key = keyOf(modelIds ?? newest!.models.map(({ id }) => id));
  const other = runs.find(({ models }) => keyOf(models.map(({ id }) => id)) !== key);
  if (!other) return;
  throw new InputError(
    modelIds
      ? `The run "${other.name}" has other models than the pattern; choose runs of exactly its models.`
      : `The runs "${newest!.name}" and "${other.name}" have different models; choose runs of the same ones.`,
    "runs",
  );
}

function refuseOtherMethods(runs: readonly ScopeRun[], chosen: readonly string[] | null): void {
  const known = new Set(runs.flatMap(({ methods }) => methods.map(({ method }) => method)));
  const unknown = chosen?.find((slug) => !known.has(slug));
  if (unknown === undefined) return;
  throw new InputError(`No chosen run has the method ${unknown}; they have ${[...known].join(", ")}.`, "methods");
}

function refuseOtherClasses(labelSet: { name: string; classCount: number } | null, chosen: readonly number[] | null) {
  const other = chosen?.find((index) => index < 0 || index >= (labelSet?.classCount ?? 0));
  if (other === undefined) return;
  const { name, classCount } = labelSet!;
  throw new InputError(`There is no class ${other}; those of ${name} are 0 to ${classCount - 1}.`, "classes");
}

async function readLabelSet({ sql, project }: Context, id: string | null) {
  const [row] = await sql<{ id: string; name: string; classCount: number; revision: string }[]>`
    select id, name, cardinality(labels) as class_count, truth_revision as revision from label_set where project_id = ${project.id} and id = ${id}`;
  return row ?? null;
}

async function readMaskRevision({ sql, project }: Context): Promise<string> {
  const [row] = await sql<{ maskRevision: string }[]>`select mask_revision from project where id = ${project.id}`;
  return row!.maskRevision;
}

async function readSetting({ sql, project }: Context, { setting }: Filter): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from clustering_setting where project_id = ${project.id} and identity = ${identityOf(setting).clustering}`;
  return row?.id ?? null;
}

async function readImageSets({ sql, project }: Context, ids: readonly string[]) {
  const rows = await sql<{ id: string; name: string; revision: string }[]>`
    select id, name, revision from image_set where project_id = ${project.id} and id = any(${[...ids]}::uuid[])
    order by name`;
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  if (missing) throw new NotFoundError("image-set", missing);
  return rows;
}
