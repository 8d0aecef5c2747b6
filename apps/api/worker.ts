/** The worker: takes shards and analyses from the queue, and computes them in child processes. */
import { join } from "node:path";
import { openPool } from "@heatlas/engine";
import { openBlobs } from "./blobs.ts";
import { collect } from "./collect.ts";
import { env } from "./env.ts";
import { takeJobs } from "./jobs.ts";
import { openQueue } from "./queue.ts";
import { sql } from "./sql.ts";

const log = (line: string) => console.log(`worker: ${line}`);

const pool = openPool({
  size: env.processes,
  scratch: join(env.dataFolder, "scratch"),
  memoryLimitBytes: env.processMemory,
  threadsPerChild: 1,
});
const queue = await openQueue("worker", env.databaseUrl);
await takeJobs({ sql, queue, blobs: openBlobs(env.dataFolder), pool, log }, env.processes);

const collecting = setInterval(collectNow, 6 * 60 * 60 * 1000);
const firstCollection = setTimeout(collectNow, 60 * 1000);

async function collectNow(): Promise<void> {
  try {
    const removed = await collect(sql, env.dataFolder);
    if (removed)
      log(`collected ${removed.uploads} uploads, ${removed.blobs} blobs, ${removed.temporary} temporary files`);
  } catch (error) {
    log(`collecting failed: ${error instanceof Error ? error.message : error}`);
  }
}

/** Jobs get a moment to commit what they have; what is not done then goes back to the queue for the next worker. */
const grace = 1_500;

let draining: Promise<void> | undefined;
const drain = () => {
  draining ??= (async () => {
    log("stopping");
    clearInterval(collecting);
    clearTimeout(firstCollection);
    await queue.stop(grace);
    await pool.terminate();
    await sql.end({ timeout: 1 });
    process.exit(0);
  })();
  return draining;
};
process.on("disconnect", drain);
process.on("SIGTERM", drain);
process.on("SIGINT", drain);

log(`ready, ${env.processes} processes of at most ${Math.round(env.processMemory / 2 ** 20)} MiB`);
process.send?.({ type: "ready" });
