import { readFile } from "node:fs/promises";
import { admit } from "@heatlas/engine";
import { openBlobs } from "./blobs.ts";
import type { Services } from "./context.ts";
import { db } from "./db.ts";
import { env } from "./env.ts";
import { openQueue } from "./queue.ts";
import { sql } from "./sql.ts";

/** What the API works with, as the environment says. */
export async function openServices(): Promise<Services & { close(): Promise<void> }> {
  const project = await db.project.findUniqueOrThrow({ where: { slug: "default" }, select: { id: true, slug: true } });
  const queue = await openQueue("sender", env.databaseUrl);
  return {
    db,
    sql,
    queue,
    blobs: openBlobs(env.dataFolder),
    project,
    maxModelBytes: env.maxModelBytes,
    admit: async (path, size) => admit(await readFile(path), size),
    async close() {
      await Promise.all([queue.stop(), db.$disconnect(), sql.end({ timeout: 5 })]);
    },
  };
}
