/** The worker: takes shards and analyses from the queue, and computes them in child processes. */
import { join } from "node:path";
import { chooseProvider, EngineError, openPool } from "@heatlas/engine";
import { openBlobs } from "./blobs.ts";
import { collect } from "./collect.ts";
import { env } from "./env.ts";
import { takeJobs } from "./jobs.ts";
import { openQueue } from "./queue.ts";
import { sql } from "./sql.ts";

const log = (line: string) => console.log(`worker: ${line}`);

// Whoever started it may go while the provider is checked, which takes seconds at least; there is nothing to hand back yet.
const endBeforeWork = () => process.exit(0);
process.on("disconnect", endBeforeWork);

const computing = {
  scratch: join(env.dataFolder, "scratch"),
  memoryLimitBytes: env.processMemory,
  threadsPerChild: 1,
};
const [{ provider, device, refused }, queue] = await Promise.all([
  chooseProvider(env.provider, computing).catch((error: Error): never => {
    if (!(error instanceof EngineError)) throw error;
    console.error(`worker: ${error.message} Set HEATLAS_PROVIDER to another, or to auto.`);
    process.exit(1);
  }),
  openQueue("worker", env.databaseUrl).catch((error: Error): never => {
    console.error(`worker: the database does not answer (${error.message}): start it, or correct DATABASE_URL.`);
    process.exit(1);
  }),
]);
for (const other of refused) log(`does not use ${other.provider}: ${other.reason}`);
log(`computes on ${provider} (${device})`);
const pool = openPool({ ...computing, size: env.processes, provider });
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

/** Jobs get this long to commit what they have; what is not done then goes back to the queue for the next worker. */
const grace = 1_000;

/** Where even that does not come to an end, for want of a database say, the queue finds out by the heartbeats. */
const patience = 10_000;

let stopping = false;

async function drain(): Promise<void> {
  if (stopping) return;
  stopping = true;
  log("stopping");
  setTimeout(() => process.exit(1), patience).unref();
  clearInterval(collecting);
  clearTimeout(firstCollection);
  await queue.stop(grace);
  await pool.terminate();
  await sql.end();
  process.exit(0);
}
process.off("disconnect", endBeforeWork);
process.on("disconnect", drain);
process.on("SIGTERM", drain);
process.on("SIGINT", drain);

log(`ready, ${env.processes} processes of at most ${Math.round(env.processMemory / 2 ** 20)} MiB`);
process.send?.({ type: "ready" });
