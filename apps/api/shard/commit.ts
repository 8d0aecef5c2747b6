import { type FailedMap, type FinishedMap, failMaps, finishMaps, type Provenance } from "../heatmap/store.ts";
import { measureOutdated } from "../image/mask-plan.ts";
import type { Queue } from "../queue.ts";
import { shareWithPlanning } from "../run/lock.ts";
import { planAnalysisIfSettled } from "../run/plan.ts";
import { addSettledMaps, announceRuns } from "../run/rollup.ts";
import { tallyMaps } from "../run/tally.ts";
import type { Pool, Transaction } from "../sql.ts";

/** One attempt at a shard: its fencing token, and the job under which it runs. */
export interface Attempt {
  readonly projectId: string;
  readonly shardId: string;
  readonly number: number;
  readonly job: { readonly id: string; readonly retryCount: number };
}

interface ShardKey {
  readonly projectId: string;
  readonly id: string;
}

/** What became of some of a shard's maps. */
export interface Outcome {
  readonly finished: readonly FinishedMap[];
  readonly failed: readonly FailedMap[];
  /** Null where nothing could be computed. */
  readonly provenance: Provenance | null;
}

/** A newer attempt has the shard, or nobody wants it any more: what this one found is not written. */
export class StaleAttemptError extends Error {
  override readonly name = "StaleAttemptError";
}

/**
 * Some of a shard's maps, in one transaction: the fence, the maps, the counts of every run that shows them, and, for
 * runs whose last maps these were, the next stage. Throws StaleAttemptError, and has written nothing then.
 */
export async function commitMaps(sql: Pool, queue: Queue, attempt: Attempt, outcome: Outcome): Promise<void> {
  await sql.begin(async (tx) => {
    await shareWithPlanning(tx, attempt.projectId);
    await passFence(tx, attempt, outcome);
    await settleMaps(tx, queue, { projectId: attempt.projectId, id: attempt.shardId }, outcome);
  });
}

/** The shard's last maps, and with them its own end and its job's. Throws as commitMaps. */
export async function commitEnd(sql: Pool, queue: Queue, attempt: Attempt, outcome: Outcome): Promise<void> {
  await sql.begin(async (tx) => {
    await shareWithPlanning(tx, attempt.projectId);
    await passFence(tx, attempt, outcome);
    if (!(await queue.complete(tx, "shard", attempt.job))) throw stale(attempt);
    await settleMaps(tx, queue, { projectId: attempt.projectId, id: attempt.shardId }, outcome);
    await tx`
      update shard set finished_at = now(), status = case when exists (
        select 1 from heatmap where project_id = ${attempt.projectId} and shard_id = shard.id and status = 'done'
      ) or map_count = 0 then 'done'::shard_status else 'failed' end
      where project_id = ${attempt.projectId} and id = ${attempt.shardId}`;
  });
}

async function passFence(tx: Transaction, attempt: Attempt, { failed, provenance }: Outcome): Promise<void> {
  const { count } = await tx`
    update shard set provider = coalesce(${provenance?.provider ?? null}, provider),
      error = coalesce(error, ${failed[0]?.sentence ?? null})
    where project_id = ${attempt.projectId} and id = ${attempt.shardId}
      and attempt = ${attempt.number} and status = 'running'`;
  if (count === 0) throw stale(attempt);
}

const stale = ({ shardId, number }: Attempt) => new StaleAttemptError(`attempt ${number} at shard ${shardId} is stale`);

async function settleMaps(tx: Transaction, queue: Queue, shard: ShardKey, outcome: Outcome): Promise<void> {
  const { projectId } = shard;
  const done = outcome.provenance ? await finishMaps(tx, shard, outcome.finished, outcome.provenance) : [];
  const failed = await failMaps(tx, shard, outcome.failed);
  const runs = await addSettledMaps(tx, projectId, { done, failed });
  await tallyMaps(tx, projectId, [...done, ...failed], 1);
  await measureOutdated(tx, queue, projectId, done);
  await planAnalysisIfSettled(tx, queue, projectId, runs);
  await announceRuns(tx, projectId, runs);
}

/** A job was given up (its worker died too often): its maps fail, so that the runs that show them come to an end. */
export async function giveUpShard(
  sql: Pool,
  queue: Queue,
  { projectId, shardId }: { projectId: string; shardId: string },
  sentence: string,
): Promise<void> {
  await sql.begin(async (tx) => {
    await shareWithPlanning(tx, projectId);
    const { count } = await tx`
      update shard set status = 'failed', finished_at = now(), error = ${sentence}
      where project_id = ${projectId} and id = ${shardId} and status in ('queued', 'running')`;
    if (count === 0) return;
    const claimed = await tx<{ id: string }[]>`
      select id from heatmap where project_id = ${projectId} and shard_id = ${shardId} and status = 'claimed'`;
    const failed = claimed.map(({ id }) => ({ id, sentence }));
    await settleMaps(tx, queue, { projectId, id: shardId }, { finished: [], failed, provenance: null });
  });
}
