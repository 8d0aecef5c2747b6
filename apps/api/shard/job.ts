import { EngineError, type ExplainJobResult } from "@heatlas/engine";
import type { Jobs } from "../queue.ts";
import type { HeldJob, Workplace } from "../workplace.ts";
import { type Attempt, commitEnd, commitMaps, type Outcome, StaleAttemptError } from "./commit.ts";
import { requestOf, type ShardRequest, type WantedPicture } from "./explain.ts";
import { allFailed, outcomeOf } from "./outcome.ts";
import { type TakenShard, takeShard } from "./take.ts";

/**
 * Computes a shard slice by slice, each committed when it is there: progress is what is kept, and a worker that dies
 * loses a slice. Rejects where the job should be tried again.
 */
export async function runShard(work: Workplace, job: HeldJob<Jobs["shard"]>): Promise<void> {
  const { projectId, shardId } = job.data;
  const shard = await takeShard(work.sql, projectId, shardId);
  if (!shard) return work.log(`shard ${shardId}: nothing left to do`);
  const attempt: Attempt = { projectId, shardId, number: shard.attempt, job };
  work.log(`shard ${shardId}: ${shard.maps.length} maps of ${shard.model.name}, attempt ${shard.attempt}`);
  const start = performance.now();
  try {
    await computeSlices(work, attempt, shard, job.signal);
  } catch (error) {
    if (!(error instanceof StaleAttemptError) && !job.signal.aborted) throw error;
    return work.log(`shard ${shardId}: attempt ${shard.attempt} is no longer wanted`);
  }
  work.log(`shard ${shardId}: done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

const nothing: Outcome = { finished: [], failed: [], provenance: null };

/** A slice takes about this long: a page shows progress that often, and that much is lost at most. */
const sliceMilliseconds = 2_500;

/** Pictures in the first slice, of which nobody knows how long it takes. */
const firstSlice = 4;

async function computeSlices(work: Workplace, attempt: Attempt, shard: TakenShard, signal: AbortSignal): Promise<void> {
  const { sql, queue } = work;
  if (shard.maps.length === 0) return await commitEnd(sql, queue, attempt, nothing);
  const request = requestOf(work.blobs, shard);
  let size = firstSlice;
  for (let start = 0; start < request.pictures.length; ) {
    const slice = request.pictures.slice(start, start + size);
    const began = performance.now();
    const outcome = await computeSlice(work, request, slice, signal);
    start += slice.length;
    if (start < request.pictures.length) await commitMaps(sql, queue, attempt, outcome);
    else await commitEnd(sql, queue, attempt, outcome);
    const perPicture = (performance.now() - began) / slice.length;
    size = Math.max(firstSlice, Math.round(sliceMilliseconds / perPicture));
  }
}

async function computeSlice(
  work: Workplace,
  request: ShardRequest,
  slice: readonly WantedPicture[],
  signal: AbortSignal,
): Promise<Outcome> {
  const result = await explainSlice(work, request, slice, signal);
  return typeof result === "string" ? allFailed(slice, result) : await outcomeOf(work.blobs, slice, result);
}

const mostTries = 3;

/** The engine's answer, or the sentence why there is none. Tries again where a process died under the slice. */
async function explainSlice(
  { pool, log }: Workplace,
  { job }: ShardRequest,
  slice: readonly WantedPicture[],
  signal: AbortSignal,
): Promise<ExplainJobResult | string> {
  const pictures = slice.map(({ path, target, maps }) => ({ path, target, methods: [...maps.keys()] }));
  for (let tries = 1; ; tries++) {
    try {
      return await pool.explain({ ...job, pictures }, undefined, signal);
    } catch (error) {
      const code = error instanceof EngineError ? error.code : "unexpected";
      if (code === "cancelled" || code === "pool-closed") throw error;
      log(`${job.modelFolder}: try ${tries} failed: ${error instanceof Error ? error.message : error}`);
      const worthAnother = code === "worker-crashed" || code === "unexpected";
      if (!worthAnother || tries === mostTries) return sentenceOf(error);
    }
  }
}

const sentenceOf = (error: unknown) =>
  error instanceof EngineError ? error.message : "Heatlas failed at this map unexpectedly; the worker's log tells why.";
