import { hostname } from "node:os";
import type pg from "pg";
import { connect } from "./database.ts";
import { StartError } from "./errors.ts";

/** "heatlas" in ASCII, cut to the 32 bits of an advisory lock's second half; the first half is PostgreSQL's 0. */
const lockKey = 0x6865_6174;

/** PostgreSQL cuts an application name at 63 bytes. */
const nameLimit = 63;
const prefix = "heatlas ";

/** Another Heatlas holds the lock. */
export class LockedError extends StartError {}

export interface Lock {
  /** Resolves when the lock's session is lost: the database went away, and the lock with it. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the lock of a database: one Heatlas at a time starts on it. It lives as long as its session, so a killed
 * Heatlas leaves none behind; the session's name tells a second one where the first is. Throws LockedError if taken.
 */
export async function takeLock(url: string, address: string): Promise<Lock> {
  const client = await connect(url, `${prefix}${address} on ${hostname()}`.slice(0, nameLimit));
  const { rows } = await client.query("select pg_try_advisory_lock($1) as taken", [lockKey]);
  if (!rows[0].taken) {
    const holder = await findHolder(client);
    await client.end();
    throw new LockedError(
      `Heatlas already runs on this data: open ${holder}, or choose another data folder with HEATLAS_DATA (or another DATABASE_URL).`,
    );
  }
  const lost = new Promise<void>((resolve) => client.once("end", resolve));
  return { lost, release: () => client.end().catch(() => {}) };
}

async function findHolder(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ application_name: string }>(
    `select activity.application_name from pg_locks held join pg_stat_activity activity using (pid)
      where held.locktype = 'advisory' and held.granted and held.classid = 0 and held.objid = $1
        and held.database = (select oid from pg_database where datname = current_database())`,
    [lockKey],
  );
  const name = rows[0]?.application_name ?? "";
  if (!name.startsWith(prefix)) return "the other one";
  return name.slice(prefix.length).replace(` on ${hostname()}`, "");
}
