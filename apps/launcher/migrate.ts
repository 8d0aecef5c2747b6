import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { connect, placeOf } from "./database.ts";
import { messageOf, StartError } from "./errors.ts";

interface Migration {
  readonly name: string;
  readonly sql: string;
  /** sha256 of migration.sql, in hex: what Prisma compares. */
  readonly checksum: string;
}

interface AppliedRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

export const migrationsFolder = fileURLToPath(new URL("../../prisma/migrations/", import.meta.url));

/** The key of Prisma's own advisory lock, so that `prisma migrate deploy` and we wait for each other. */
const lockKey = 72_707_369;

/** Prisma's table, as Prisma makes it: `prisma migrate deploy` and `prisma migrate status` agree with what we did. */
const historyTable = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`;

/**
 * Brings the database at `url` up to the newest migration of `folder`, and returns the names that it applied, in
 * order. Each is applied whole or not at all; two that migrate at once take turns. Throws StartError when the
 * database's history is not a beginning of the folder's, or when a migration fails.
 */
export async function migrate(url: string, folder = migrationsFolder): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = await connect(url, "heatlas migrate");
  try {
    await client.query("set client_min_messages = warning");
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    await client.query(historyTable);
    const pending = findPending(migrations, await readApplied(client), placeOf(url));
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`The database at ${placeOf(url)} could not be migrated: ${messageOf(error)}.`);
  } finally {
    await client.end().catch(() => {}); // The session's end frees the lock.
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function readApplied(client: pg.Client): Promise<AppliedRow[]> {
  const { rows } = await client.query<AppliedRow>(
    `select migration_name, checksum, finished_at is not null as finished
       from _prisma_migrations where rolled_back_at is null order by started_at, migration_name`,
  );
  return rows;
}

function findPending(migrations: readonly Migration[], applied: readonly AppliedRow[], place: string): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const name = row.migration_name;
    const migration = known.get(name);
    if (!migration) {
      throw new StartError(
        `The database at ${place} was migrated by a newer Heatlas (it has ${name}): update this one, or use another data folder or database.`,
      );
    }
    if (!row.finished) {
      throw new StartError(
        `The migration ${name} was begun by another tool and never finished: settle it with "npx prisma migrate resolve", then start again.`,
      );
    }
    if (row.checksum !== migration.checksum) {
      throw new StartError(
        `The migration ${name} was changed after the database at ${place} applied it: restore the file (git checkout prisma/migrations), or use another data folder or database.`,
      );
    }
    known.delete(name);
  }
  return [...known.values()];
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query("begin");
    await client.query(sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, clock_timestamp(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw new StartError(`The migration ${name} failed and was undone: ${messageOf(error)}.`);
  }
}
