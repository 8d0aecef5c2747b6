import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BlobKind } from "./blobs.ts";
import type { Pool, Sql } from "./sql.ts";

/** Nothing younger is ever removed: whoever wrote it may be about to name it in a row. */
const leastAge = 24 * 60 * 60 * 1000;

export interface Collected {
  readonly uploads: number;
  readonly blobs: number;
  readonly temporary: number;
}

/**
 * Removes what nobody can reach any more: uploads that never became a model, or never had all their files, blobs that no
 * row names, and files of uploads that broke off. One worker at a time; null where another is at it.
 */
export async function collect(sql: Pool, dataFolder: string, now = Date.now()): Promise<Collected | null> {
  return await sql.begin(async (tx) => {
    const [lock] = await tx<{ free: boolean }[]>`
      select pg_try_advisory_xact_lock(hashtextextended('heatlas collect', 0)) as free`;
    if (!lock?.free) return null;
    // Outside the lock's transaction: rows are gone before the bytes that they name.
    const { count: complete } = await sql`delete from upload where created_at < ${new Date(now - leastAge)}`;
    const { count: waiting } = await sql`delete from waiting_model where touched_at < ${new Date(now - leastAge)}`;
    let blobs = 0;
    for (const kind of ["packs", "images", "models"] as const) blobs += await collectBlobs(sql, dataFolder, kind, now);
    const temporary = await collectTemporary(sql, join(dataFolder, "scratch"), now);
    return { uploads: complete + waiting, blobs, temporary };
  });
}

async function collectBlobs(sql: Sql, dataFolder: string, kind: BlobKind, now: number): Promise<number> {
  const old: { path: string; hash: string }[] = [];
  for (const entry of await entriesOf(join(dataFolder, "blobs", kind), kind)) {
    if (await isOld(entry.path, now)) old.push(entry);
  }
  const orphans = new Set(
    await unnamed(
      sql,
      kind,
      old.map((entry) => entry.hash),
    ),
  );
  let removed = 0;
  for (const { path, hash } of old) {
    // Asked again at the last moment: whoever writes the same bytes anew makes the file young.
    if (!orphans.has(hash) || !(await isOld(path, now))) continue;
    await rm(path, { recursive: true, force: true });
    removed++;
  }
  return removed;
}

/** A model is a folder named by its hash; others are files in folders of their hash's first two digits. */
async function entriesOf(folder: string, kind: BlobKind): Promise<{ path: string; hash: string }[]> {
  const names = await namesIn(folder);
  if (kind === "models") return names.map((name) => ({ path: join(folder, name), hash: name }));
  const entries: { path: string; hash: string }[] = [];
  for (const name of names) {
    for (const hash of await namesIn(join(folder, name))) entries.push({ path: join(folder, name, hash), hash });
  }
  return entries;
}

async function unnamed(sql: Sql, kind: BlobKind, hashes: readonly string[]): Promise<string[]> {
  const named = {
    packs: sql`select 1 from heatmap where pack = blob.sha256`,
    images: sql`
      select 1 from image where image.sha256 = blob.sha256
      union all select 1 from image where mask_sha256 = blob.sha256`,
    models: sql`
      select 1 from model where model.sha256 = blob.sha256
      union all select 1 from upload where upload.sha256 = blob.sha256`,
  }[kind];
  const hex = hashes.filter((hash) => /^[0-9a-f]{64}$/.test(hash));
  const rows = await sql<{ hash: string }[]>`
    select hash from unnest(${hex}::text[]) as given (hash)
    cross join lateral (select decode(hash, 'hex') as sha256) as blob
    where not exists (${named})`;
  return rows.map((row) => row.hash);
}

async function collectTemporary(sql: Sql, folder: string, now: number): Promise<number> {
  let removed = 0;
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const unnamed = name.startsWith("received-") || (name.startsWith("waiting-") && !(await isWaiting(sql, name)));
    if (!unnamed || !(await isOld(path, now))) continue;
    await rm(path, { recursive: true, force: true });
    removed++;
  }
  return removed;
}

async function isWaiting(sql: Sql, folder: string): Promise<boolean> {
  const rows = await sql`select 1 from waiting_model where id::text = ${folder.replace("waiting-", "")}`;
  return rows.length > 0;
}

const namesIn = (folder: string) => readdir(folder).catch(() => []);

/** Whatever is gone meanwhile is not old. */
const isOld = (path: string, now: number) =>
  stat(path).then(
    ({ mtimeMs }) => now - mtimeMs > leastAge,
    () => false,
  );
