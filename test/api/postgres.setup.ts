import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../../apps/launcher/postgres.ts";

/**
 * One embedded PostgreSQL for all the tests of this project, named by DATABASE_URL; each test makes its own database in
 * it. Vitest's workers inherit the variable.
 */
export default async function setup() {
  const folder = await mkdtemp(join(tmpdir(), "heatlas-postgres-"));
  const postgres = await startPostgres(folder, { durable: false });
  process.env.DATABASE_URL = postgres.url;
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
