import { planAnalysis } from "../analysis/plan.ts";
import type { Queue } from "../queue.ts";
import type { Transaction } from "../sql.ts";
import { claimMaps, type PlannedRun, reclaimFailed } from "./claim.ts";
import { cutShards } from "./cut.ts";
import { resolveMethods } from "./resolve.ts";
import { announceRuns, recountMaps } from "./rollup.ts";
import { recountTallies } from "./tally.ts";

/**
 * Freezes a run: every heat map that it needs gets its row, new or shared, and those that nobody is computing go to
 * the queue. Wants lockPlanning.
 */
export async function planRun(tx: Transaction, queue: Queue, run: PlannedRun): Promise<void> {
  let created = 0;
  for (const { model, methods } of await resolveMethods(tx, run)) created += await claimMaps(tx, run, model, methods);
  // A plan of this size leaves the planner's statistics far behind, and the next statements join what it wrote.
  if (created > analyseAbove) await tx`analyze heatmap, run_heatmap`;
  await countShared(tx, run);
  await continueRun(tx, queue, run);
}

const analyseAbove = 5_000;

/** Queues what a planned run still lacks, and failed maps anew. */
export async function continueRun(tx: Transaction, queue: Queue, run: PlannedRun): Promise<void> {
  const others = await reclaimFailed(tx, run);
  await recountMaps(tx, run.projectId, [run.id, ...others]);
  await recountTallies(tx, run.projectId, [run.id, ...others]);
  await cutShards(tx, queue, run.projectId, run.id);
  await planAnalysisIfSettled(tx, queue, run.projectId, [run.id]);
  await announceRuns(tx, run.projectId, [run.id, ...others]);
}

/** Maps that are done, or that another run's shards are computing. Wants this run's own shards not to be cut yet. */
async function countShared(tx: Transaction, { projectId, id }: PlannedRun): Promise<void> {
  await tx`
    update run set shared_maps = (
      select count(*) from run_heatmap
      join heatmap on heatmap.project_id = run_heatmap.project_id and heatmap.id = run_heatmap.heatmap_id
      where run_heatmap.project_id = ${projectId} and run_heatmap.run_id = ${id}
        and (heatmap.status = 'done' or heatmap.status = 'claimed' and heatmap.shard_id is not null))
    where project_id = ${projectId} and id = ${id}`;
}

/** The runs of these whose maps are all settled go on to their dendrograms. */
export async function planAnalysisIfSettled(
  tx: Transaction,
  queue: Queue,
  projectId: string,
  runIds: readonly string[],
): Promise<void> {
  const settled = await tx<{ id: string }[]>`
    select id from run
    where project_id = ${projectId} and id = any(${[...runIds]}::uuid[]) and status in ('queued', 'running')
      and done_maps + failed_maps = planned_maps
    order by id`;
  for (const { id } of settled) await planAnalysis(tx, queue, projectId, id);
}
