import { type ComputedMap, failMaps, finishMaps, type Provenance } from "../heatmap/store.ts";
import type { Queue } from "../queue.ts";
import { shareWithPlanning } from "../run/lock.ts";
import { planAnalysisIfSettled } from "../run/plan.ts";
import { addSettledMaps, announceRuns } from "../run/rollup.ts";
import type { Pool, Transaction } from "../sql.ts";

/** One attempt at a shard: its fencing token, and the job under which it runs. */
export interface Attempt {
  readonly projectId: string;
  readonly shardId: string;
  readonly number: number;
  readonly job: { readonly id: string; readonly retryCount: number };
}

export interface ShardOutcome {
  readonly computed: readonly ComputedMap[];
  readonly failed: readonly { id: string; sentence: string }[];
  /** Absent where nothing could be computed. */
  readonly provenance?: Provenance;
}

/** A newer attempt has the shard, or nobody wants it any more: what this one found is not written. */
export class StaleAttemptError extends Error {
  override readonly name = "StaleAttemptError";
}

/**
 * The shard's end, in one transaction: the fence, the maps, the counts of every run that shows them, the job, and, for
 * runs whose last maps these were, the next stage. Throws StaleAttemptError, and has written nothing then.
 */
export async function commitShard(sql: Pool, queue: Queue, attempt: Attempt, outcome: ShardOutcome): Promise<void> {
  const { projectId, shardId: id } = attempt;
  await sql.begin(async (tx) => {
    await shareWithPlanning(tx, projectId);
    await passFence(tx, attempt, outcome);
    const shard = { projectId, id };
    const done = outcome.provenance ? await finishMaps(tx, shard, outcome.computed, outcome.provenance) : [];
    const failed = await failMaps(tx, shard, outcome.failed);
    if (!(await queue.complete(tx, "shard", attempt.job))) throw stale(attempt);
    const runs = await addSettledMaps(tx, projectId, { done, failed });
    await planAnalysisIfSettled(tx, queue, projectId, runs);
    await announceRuns(tx, projectId, runs);
  });
}

async function passFence(tx: Transaction, attempt: Attempt, { computed, failed, provenance }: ShardOutcome) {
  const status = computed.length === 0 && failed.length > 0 ? "failed" : "done";
  const { count } = await tx`
    update shard set status = ${status}::shard_status, finished_at = now(),
      provider = ${provenance?.provider ?? null}, error = ${failed[0]?.sentence ?? null}
    where project_id = ${attempt.projectId} and id = ${attempt.shardId}
      and attempt = ${attempt.number} and status = 'running'`;
  if (count === 0) throw stale(attempt);
}

const stale = ({ shardId, number }: Attempt) => new StaleAttemptError(`attempt ${number} at shard ${shardId} is stale`);

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
    const failures = claimed.map(({ id }) => ({ id, sentence }));
    const failed = await failMaps(tx, { projectId, id: shardId }, failures);
    const runs = await addSettledMaps(tx, projectId, { done: [], failed });
    await planAnalysisIfSettled(tx, queue, projectId, runs);
    await announceRuns(tx, projectId, runs);
  });
}
