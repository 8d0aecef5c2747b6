import { InputError, NotFoundError } from "../errors.ts";
import type { TargetPolicy, View } from "../generated/prisma/enums.ts";
import type { Pool, Sql, Transaction } from "../sql.ts";
import { refuseUnsoundTargets } from "./check.ts";
import { nameReferences, readMethods, type WrittenMethod } from "./methods.ts";
import type { ModelRow } from "./resolve.ts";

export interface NewRun {
  readonly name?: string | null | undefined;
  readonly modelIds: readonly string[];
  readonly imageIds?: readonly string[] | null | undefined;
  /** Its images come after those of imageIds; the set is read now, not when the run starts. */
  readonly imageSetId?: string | null | undefined;
  readonly methods: readonly { slug: string; parameters?: Readonly<Record<string, unknown>> | null | undefined }[];
  readonly view?: View | null | undefined;
  readonly targetPolicy?: TargetPolicy | null | undefined;
  readonly fixedClass?: number | null | undefined;
  /** Whether it is the demo atlas' own. */
  readonly demo?: boolean;
}

/** Planning is one transaction, of some seconds at this size. */
const mostMaps = 500_000;

/** What a run is to be made of. */
interface Chosen {
  readonly models: readonly ModelRow[];
  readonly choices: readonly WrittenMethod[];
  readonly imageIds: readonly string[];
}

/**
 * Refuses what its choices alone tell of a run, its size included, before anything costly is asked of its models.
 * Throws InputError and NotFoundError as {@link createRun} does.
 */
export async function refuseUnsoundChoices(sql: Sql, projectId: string, input: NewRun): Promise<void> {
  await readChoices(sql, projectId, input);
}

async function readChoices(sql: Sql, projectId: string, input: NewRun): Promise<Chosen> {
  if (input.modelIds.length === 0) throw new InputError("A run needs at least one model: choose some.", "modelIds");
  if (input.methods.length === 0) throw new InputError("A run needs at least one method: choose some.", "methods");
  const models = await readModels(sql, projectId, input.modelIds);
  const choices = readMethods(models, input.methods);
  const imageIds = await readImageIds(sql, projectId, input);
  refuseSize(models.length * choices.length * imageIds.length);
  return { models, choices, imageIds };
}

/**
 * A draft of a run, checked in full, so that it can start as it is. Ids are uuids of this project.
 * Throws InputError and NotFoundError; nothing is written then.
 */
export async function createRun(sql: Pool, projectId: string, input: NewRun): Promise<string> {
  const policy = input.targetPolicy ?? "predicted";
  const fixedClass = readFixedClass(policy, input.fixedClass);
  return await sql.begin(async (tx) => {
    const { models, choices, imageIds } = await readChoices(tx, projectId, input);
    const view = input.view ?? "centre";
    const [run] = await tx<{ id: string }[]>`
      insert into run (project_id, name, view, target_policy, fixed_class, demo)
      values (${projectId}, '', ${view}::view, ${policy}::target_policy, ${fixedClass}, ${input.demo ?? false})
      returning id`;
    const id = run!.id;
    await tx`
      insert into run_model (project_id, run_id, model_id, position)
      select ${projectId}, ${id}, model_id, place - 1
      from unnest(${models.map((model) => model.id)}::uuid[]) with ordinality as given (model_id, place)`;
    await addImages(tx, projectId, id, imageIds);
    const methods = await nameReferences(tx, { projectId, id }, choices);
    await tx`
      insert into run_method (project_id, run_id, position, method, parameters)
      select ${projectId}, ${id}, place - 1, slug, parameters::jsonb
      from unnest(${methods.map((method) => method.slug)}::text[], ${methods.map((method) => method.parameters)}::text[])
        with ordinality as given (slug, parameters, place)`;
    const name = readName(input.name, models.length, imageIds.length);
    await tx`update run set name = ${name} where project_id = ${projectId} and id = ${id}`;
    await refuseUnsoundTargets(tx, { projectId, id, view, targetPolicy: policy, fixedClass });
    return id;
  });
}

function readFixedClass(policy: TargetPolicy, fixedClass: number | null | undefined): number | null {
  if (policy !== "fixed") {
    if (fixedClass == null) return null;
    throw new InputError(`A fixed class is given, but the target policy is ${policy}: leave one out.`, "fixedClass");
  }
  if (fixedClass == null) throw new InputError("The target policy fixed needs the index of its class.", "fixedClass");
  if (Number.isInteger(fixedClass) && fixedClass >= 0) return fixedClass;
  throw new InputError(`Class ${fixedClass} is no class index: give a whole number from 0.`, "fixedClass");
}

async function readModels(sql: Sql, projectId: string, ids: readonly string[]): Promise<ModelRow[]> {
  const wanted = [...new Set(ids)];
  const rows = await sql<
    ModelRow[]
  >`select * from model where project_id = ${projectId} and id = any(${wanted}::uuid[])`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return wanted.map((id) => {
    const row = byId.get(id);
    if (!row) throw new NotFoundError("model", id);
    return row;
  });
}

async function readImageIds(sql: Sql, projectId: string, input: NewRun): Promise<string[]> {
  const ids = [...new Set(input.imageIds ?? [])];
  if (input.imageSetId) {
    const members = await sql<{ imageId: string | null }[]>`
      select image_id from image_set
      left join image_set_member on image_set_member.project_id = image_set.project_id
        and image_set_member.image_set_id = image_set.id
      where image_set.project_id = ${projectId} and image_set.id = ${input.imageSetId}
      order by image_id`;
    if (members.length === 0) throw new NotFoundError("image-set", input.imageSetId);
    const given = new Set(ids);
    for (const { imageId } of members) if (imageId !== null && !given.has(imageId)) ids.push(imageId);
  }
  if (ids.length === 0) {
    throw new InputError("A run needs at least one image: choose images, or an image set that has some.", "imageIds");
  }
  return ids;
}

async function addImages(tx: Transaction, projectId: string, runId: string, ids: readonly string[]): Promise<void> {
  const added = await tx<{ imageId: string }[]>`
    insert into run_image (project_id, run_id, image_id, position)
    select image.project_id, ${runId}, image.id, place - 1
    from unnest(${[...ids]}::uuid[]) with ordinality as given (id, place)
    join image on image.project_id = ${projectId} and image.id = given.id
    returning image_id`;
  if (added.length === ids.length) return;
  const found = new Set(added.map((row) => row.imageId));
  throw new NotFoundError("image", ids.find((id) => !found.has(id))!);
}

function refuseSize(maps: number): void {
  if (maps <= mostMaps) return;
  const [asked, limit] = [maps, mostMaps].map((count) => count.toLocaleString("en"));
  throw new InputError(
    `The run would have ${asked} heat maps, and the limit is ${limit}: split its images over several runs.`,
  );
}

function readName(name: string | null | undefined, models: number, images: number): string {
  const given = name?.trim();
  if (!given) return `${models} ${models === 1 ? "model" : "models"} × ${images} ${images === 1 ? "image" : "images"}`;
  if (given.length <= 200) return given;
  throw new InputError(`The name is ${given.length} characters long: 200 are the limit.`, "name");
}
