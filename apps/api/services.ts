import { join } from "node:path";
import { openPool } from "@heatlas/engine";
import { openBlobs } from "./blobs.ts";
import type { Project, Services } from "./context.ts";
import { db } from "./db.ts";
import { env } from "./env.ts";
import { openQueue } from "./queue.ts";
import { sql } from "./sql.ts";

/** What the API works with, as the environment says. */
export async function openServices(): Promise<Services & { close(): Promise<void> }> {
  const project = await getProject("default");
  const queue = await openQueue("sender", env.databaseUrl);
  const pool = openPool({
    size: 1,
    scratch: join(env.dataFolder, "scratch"),
    // The file itself, and what parsing it takes; of data files only small pieces are read.
    memoryLimitBytes: env.maxModelBytes + 2 ** 30,
    threadsPerChild: 1,
  });
  return {
    db,
    sql,
    queue,
    blobs: openBlobs(env.dataFolder),
    project,
    maxModelBytes: env.maxModelBytes,
    maxDataBytes: env.maxDataBytes,
    admit: (path, options) => pool.admit(path, options),
    async close() {
      await Promise.all([pool.terminate(), queue.stop(), db.$disconnect(), sql.end()]);
    },
  };
}

/** By SQL of our own: its errors have codes, from which a person can be told what to do. */
async function getProject(slug: string): Promise<Project> {
  const [project] = await sql<Project[]>`select id, slug from project where slug = ${slug}`;
  if (!project) throw new Error(`the database has no project ${slug}`);
  return project;
}
