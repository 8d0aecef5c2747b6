import { type AnalysisSetting, defaultSetting, identityOf } from "../analysis/setting.ts";
import { settingText } from "../clustering/setting-input.ts";
import type { Context } from "../context.ts";
import { InputError, NotFoundError, StateError } from "../errors.ts";
import type { Layer } from "../pattern/columns.ts";
import type { SideQuestion } from "./question.ts";

interface SideRun {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** Raised with every tree of the run, under whatever setting. */
  readonly doneTrees: number;
  /** In the run's order, which is the leaf set's. */
  readonly models: readonly { id: string; name: string }[];
  readonly methods: readonly { position: number; method: string; parameters: unknown }[];
}

interface SettingRow {
  readonly id: string;
  readonly identity: Buffer;
}

/** A side of a comparison: where its trees are. */
export interface Side {
  readonly letter: "a" | "b";
  readonly run: SideRun;
  readonly method: SideRun["methods"][number];
  readonly setting: AnalysisSetting & { readonly id: string };
  /** Null: the mean over the images. */
  readonly image: { readonly id: string; readonly name: string; readonly position: number } | null;
  readonly layer: Layer;
}

/** Reads both sides by three statements, whatever they name. Throws InputError, NotFoundError, StateError. */
export async function readSides(
  context: Context,
  questions: readonly [SideQuestion, SideQuestion],
): Promise<readonly [Side, Side]> {
  const [a, b] = (await findSides(context, questions)) as [FoundSide, FoundSide];
  return [a(), b()];
}

/** A side, or what is wrong with its question. Throws InputError, NotFoundError, StateError. */
export type FoundSide = () => Side;

/** Reads any number of sides by three statements; each tells for itself what is wrong with it. */
export async function findSides(context: Context, questions: readonly SideQuestion[]): Promise<readonly FoundSide[]> {
  const [runs, settings, images] = await Promise.all([
    readRuns(context, questions),
    readSettings(context, questions),
    readImages(context, questions),
  ]);
  const projectId = context.project.id;
  return questions.map((question, place) => () => {
    const run = runs.find(({ id }) => id === question.runId);
    if (!run) throw new NotFoundError("run", question.runId);
    const method = methodOf(run, question);
    const found = images.find((row) => row.place === place);
    const image = question.imageId === null ? null : imageOf(run, question, found);
    const setting = settings.find((row) => row.place === place);
    if (!setting) throw notAnalysed(run, question.setting);
    return {
      letter: question.letter,
      run,
      method,
      setting: { ...question.setting, id: setting.id },
      image,
      layer: { projectId, runId: run.id, methodPosition: method.position, settingId: setting.id },
    };
  });
}

async function readRuns({ sql, project }: Context, questions: readonly SideQuestion[]): Promise<SideRun[]> {
  return await sql<SideRun[]>`
    select id, name, status, done_trees + coalesce((select sum(run_setting.done_trees) from run_setting
        where run_setting.project_id = run.project_id and run_id = run.id), 0)::int as done_trees,
      (select json_agg(json_build_object('id', model.id, 'name', model.name) order by position)
        from run_model join model on model.project_id = run_model.project_id and model.id = run_model.model_id
        where run_model.project_id = run.project_id and run_id = run.id) as models,
      (select json_agg(json_build_object('position', position, 'method', method, 'parameters', parameters) order by position)
        from run_method where run_method.project_id = run.project_id and run_id = run.id) as methods
    from run where project_id = ${project.id} and id = any(${questions.map(({ runId }) => runId)}::uuid[])`;
}

async function readSettings({ sql, project }: Context, questions: readonly SideQuestion[]) {
  const identities = questions.map(({ setting }) => identityOf(setting).clustering);
  return await sql<(SettingRow & { place: number })[]>`
    select side.place, setting.id, setting.identity
    from unnest(${[...questions.keys()]}::int[], ${identities}::bytea[]) as side (place, identity)
    join clustering_setting as setting on setting.project_id = ${project.id} and setting.identity = side.identity`;
}

interface ImagePlace {
  /** Of its question among all. */
  readonly place: number;
  readonly id: string;
  readonly name: string;
  /** Null where the run does not have it. */
  readonly position: number | null;
}

async function readImages({ sql, project }: Context, questions: readonly SideQuestion[]): Promise<ImagePlace[]> {
  return await sql<ImagePlace[]>`
    select side.place, image.id, image.name, run_image.position
    from unnest(${[...questions.keys()]}::int[], ${questions.map(({ runId }) => runId)}::uuid[],
      ${questions.map(({ imageId }) => imageId)}::uuid[]) as side (place, run_id, image_id)
    join image on image.project_id = ${project.id} and image.id = side.image_id
    left join run_image on run_image.project_id = image.project_id and run_image.run_id = side.run_id
      and run_image.image_id = image.id`;
}

function methodOf(run: SideRun, { letter, method, position }: SideQuestion): SideRun["methods"][number] {
  const found = run.methods.filter((each) => each.method === method);
  const chosen = position === null ? found[0] : found.find((each) => each.position === position);
  if (chosen) return chosen;
  const known = run.methods.map((each) => each.method).join(", ");
  const where = position === null || found.length === 0 ? "" : ` at position ${position}`;
  throw new InputError(
    `The run "${run.name}" has no method ${method.slice(0, 80)}${where}; it has ${known}.`,
    `${letter}.method`,
  );
}

function imageOf(run: SideRun, { letter, imageId }: SideQuestion, place: ImagePlace | undefined) {
  if (!place) throw new NotFoundError("image", imageId!);
  const { id, name, position } = place;
  if (position !== null) return { id, name, position };
  throw new InputError(
    `The run "${run.name}" does not have the image "${name}"; choose one of its own.`,
    `${letter}.image`,
  );
}

/** Why a side has no tree: what is to be waited for, or done. */
export function notAnalysed(
  run: { name: string; status: string },
  setting: AnalysisSetting,
  image?: string,
): StateError {
  const of = image === undefined ? "no tree" : `no tree of "${image}"`;
  const own = identityOf(setting).clustering.equals(identityOf(defaultSetting).clustering);
  const under = own ? "" : ` under ${settingText(setting)}`;
  if (run.status !== "done") {
    return new StateError(`The run "${run.name}" is ${run.status} and has ${of}${under} yet.`, "no-tree");
  }
  const reason = own
    ? "a tree needs the maps of two models or more, and of every model of the run."
    : "a map is missing, or the setting is not computed yet.";
  return new StateError(`The run "${run.name}" has ${of} by this method${under}: ${reason}`, "no-tree");
}
