import { rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { DataFile } from "@heatlas/engine";
import { sizeOf, sizeText } from "../arrive.ts";
import type { Received } from "../blobs.ts";
import type { Services } from "../context.ts";
import { InputError, NotFoundError, StateError } from "../errors.ts";
import { toHex } from "../hex.ts";
import type { Sql } from "../sql.ts";
import type { KeptDataFile } from "./identity.ts";

/** A data file of a waiting model. */
export interface WaitingFile {
  readonly name: string;
  /** Bytes that the model reads of it: at least so many it has. */
  readonly bytes: number;
  /** Bytes of it that are here. */
  readonly received: number;
  /** Whether it is here whole. */
  readonly done: boolean;
}

/** A model that came without all of its data files. */
export interface WaitingModel {
  readonly id: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly files: readonly WaitingFile[];
}

/** Where its files lie: the folder that becomes the model's, and what came of files whose sender broke off. */
export function waitingPlaces({ blobs }: Pick<Services, "blobs">, id: string) {
  const folder = blobs.waiting(id);
  const model = join(folder, "model");
  return {
    folder,
    model,
    onnx: join(model, "model.onnx"),
    data: (name: string) => join(model, name),
    part: (name: string) => join(folder, "parts", name),
  };
}

/** Keeps a model's file until its data files have come. Throws InputError where they are more than can be taken. */
export async function startWaiting(
  services: Services,
  received: Received,
  fileName: string,
  files: readonly DataFile[],
): Promise<WaitingModel> {
  const { sql, project } = services;
  checkNeeded(services, files);
  // The engine has checked them; they become paths here.
  if (files.some(({ name }) => basename(name) !== name)) throw new Error("a data file's name is a path");
  return await sql.begin(async (tx) => {
    const [row] = await tx<{ id: string }[]>`
      insert into waiting_model (project_id, file_name, sha256, bytes)
      values (${project.id}, ${fileName}, ${received.sha256}, ${received.bytes}) returning id`;
    const { id } = row!;
    await tx`
      insert into waiting_file (project_id, waiting_id, name, needed)
      select ${project.id}, ${id}, name, needed
      from unnest(${files.map(({ name }) => name)}::text[], ${files.map(({ bytes }) => bytes)}::bigint[]) as file (name, needed)`;
    await received.moveTo(waitingPlaces(services, id).onnx);
    const waiting = files.map(({ name, bytes }) => ({ name, bytes, received: 0, done: false }));
    return { id, fileName, bytes: received.bytes, files: waiting };
  });
}

/** Throws InputError for a model whose data files cannot be taken, whatever they are. */
function checkNeeded({ maxDataBytes }: Services, files: readonly { readonly bytes: number }[]): void {
  const needed = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (needed <= maxDataBytes) return;
  throw new InputError(
    `The model's data files have at least ${sizeText(needed)}; Heatlas takes ${sizeText(maxDataBytes)} of them, unless HEATLAS_MAX_DATA_BYTES is raised.`,
    null,
    "too-large",
  );
}

/** Throws NotFoundError for one that was never here, became a model's upload, or was given up. */
export async function getWaiting(services: Services, id: string): Promise<WaitingModel> {
  const { sql, project } = services;
  const [model] = await sql<{ fileName: string; bytes: string }[]>`
    select file_name, bytes from waiting_model where project_id = ${project.id} and id = ${id}`;
  if (!model) throw new NotFoundError("upload", id);
  const rows = await sql<{ name: string; needed: string; bytes: string | null }[]>`
    select name, needed, bytes from waiting_file where project_id = ${project.id} and waiting_id = ${id}
    order by name collate "C"`;
  const places = waitingPlaces(services, id);
  const files = rows.map(async ({ name, needed, bytes }) => ({
    name,
    bytes: Number(needed),
    received: bytes === null ? await sizeOf(places.part(name)) : Number(bytes),
    done: bytes !== null,
  }));
  return { id, fileName: model.fileName, bytes: Number(model.bytes), files: await Promise.all(files) };
}

/** As {@link getWaiting}, for somebody who sends: what is sent for is not swept away. */
export async function touchWaiting(services: Services, id: string): Promise<WaitingModel> {
  const { sql, project } = services;
  await sql`update waiting_model set touched_at = now() where project_id = ${project.id} and id = ${id}`;
  return await getWaiting(services, id);
}

/** A data file that a waiting model names. Throws InputError where it names no such file. */
export function fileOf({ files }: WaitingModel, name: string): WaitingFile {
  const file = files.find((each) => each.name === name);
  if (file) return file;
  const missing = files.filter(({ done }) => !done).map((each) => `"${each.name}"`);
  const waits = missing.length === 0 ? "has all its files" : `waits for ${missing.slice(0, 3).join(", ")}`;
  throw new InputError(`The model names no data file "${name.slice(0, 100)}"; it ${waits}.`, "name");
}

/**
 * Notes a data file that came whole, and puts it beside the model. True: no other is missing. Once none is, the model is
 * checked and kept as the rows tell: a file that comes again has to be the same. Throws NotFoundError, StateError.
 */
export async function noteFile(services: Services, id: string, name: string, received: Received): Promise<boolean> {
  const { sql, project } = services;
  return await sql.begin(async (tx) => {
    // One at a time, so that the row tells of the file that lies there, and one of them sees that it is the last.
    if (!(await lockWaiting(tx, project.id, id))) throw new NotFoundError("upload", id);
    const files = await tx<{ name: string; sha256: Buffer | null }[]>`
      select name, sha256 from waiting_file where project_id = ${project.id} and waiting_id = ${id}`;
    if (files.every(({ sha256 }) => sha256 !== null)) {
      if (files.find((file) => file.name === name)!.sha256!.equals(received.sha256)) return true;
      throw new StateError(
        `The model has all its files, and another "${name}" was among them; upload the model anew to send this one.`,
      );
    }
    await received.moveTo(waitingPlaces(services, id).data(name));
    await tx`
      update waiting_file set sha256 = ${received.sha256}, bytes = ${received.bytes}
      where project_id = ${project.id} and waiting_id = ${id} and name = ${name}`;
    return files.every((file) => file.sha256 !== null || file.name === name);
  });
}

async function lockWaiting(tx: Sql, projectId: string, id: string): Promise<boolean> {
  const rows = await tx`
    select 1 from waiting_model where project_id = ${projectId} and id = ${id} for update`;
  return rows.length > 0;
}

/** All that a complete waiting model is. */
export interface CompleteModel {
  readonly fileName: string;
  readonly sha256: Uint8Array<ArrayBuffer>;
  readonly bytes: number;
  readonly dataFiles: readonly KeptDataFile[];
}

/** Throws NotFoundError. Only for one whose files are all here. */
export async function getComplete({ sql, project }: Services, id: string): Promise<CompleteModel> {
  const [model] = await sql<{ fileName: string; sha256: Uint8Array<ArrayBuffer>; bytes: string }[]>`
    select file_name, sha256, bytes from waiting_model where project_id = ${project.id} and id = ${id}`;
  if (!model) throw new NotFoundError("upload", id);
  const files = await sql<{ name: string; sha256: Uint8Array; bytes: string }[]>`
    select name, sha256, bytes from waiting_file where project_id = ${project.id} and waiting_id = ${id}
    order by name collate "C"`;
  return {
    ...model,
    bytes: Number(model.bytes),
    dataFiles: files.map(({ name, sha256, bytes }) => ({ name, sha256: toHex(sha256), bytes: Number(bytes) })),
  };
}

/**
 * Gives a waiting model up: rows first, then bytes, so that none is named that is not there. The folder goes in one step:
 * where the model is just being kept, it is kept whole or not at all.
 */
export async function stopWaiting(services: Services, id: string): Promise<void> {
  const { sql, project, blobs } = services;
  await sql`delete from waiting_model where project_id = ${project.id} and id = ${id}`;
  const [folder, gone] = [blobs.waiting(id), blobs.waiting(`${id}-gone`)];
  await rename(folder, gone).catch(() => {}); // Somebody else may be giving it up.
  for (const each of [gone, folder]) await rm(each, { recursive: true, force: true });
}
