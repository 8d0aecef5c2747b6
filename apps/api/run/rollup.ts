import type { Sql, Transaction } from "../sql.ts";

/** The channel on which runs announce that they moved; the payload is `project id:run id`. */
export const runChannel = "heatlas_run";

/** Heard by listeners when the transaction commits; the same run told twice in a transaction is heard once. */
export async function announceRuns(tx: Sql, projectId: string, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return;
  await tx`select pg_notify(${runChannel}, ${projectId} || ':' || id) from unnest(${[...runIds]}::text[]) as id`;
}

/** Locks the runs in one order everywhere, so that two transactions that touch several never wait for each other. */
export async function lockRuns(tx: Transaction, projectId: string, runIds: readonly string[]): Promise<void> {
  await tx`
    select 1 from run where project_id = ${projectId} and id = any(${[...runIds]}::uuid[]) order by id for update`;
}

/** Counts the maps of runs from their rows. Exact only under lockPlanning; commits of shards add to the counts instead. */
export async function recountMaps(tx: Transaction, projectId: string, runIds: readonly string[]): Promise<void> {
  await lockRuns(tx, projectId, runIds);
  await tx`
    update run set planned_maps = counted.planned, done_maps = counted.done, failed_maps = counted.failed
    from (
      select run_id, count(*)::int as planned,
        (count(*) filter (where heatmap.status = 'done'))::int as done,
        (count(*) filter (where heatmap.status = 'failed'))::int as failed
      from run_heatmap
      join heatmap on heatmap.project_id = run_heatmap.project_id and heatmap.id = run_heatmap.heatmap_id
      where run_heatmap.project_id = ${projectId} and run_id = any(${[...runIds]}::uuid[])
      group by run_id) as counted
    where run.project_id = ${projectId} and run.id = counted.run_id`;
}

/**
 * Adds maps that just settled to the counts of every run that shows them; a run that was waiting now runs.
 * Returns the runs.
 */
export async function addSettledMaps(
  tx: Transaction,
  projectId: string,
  maps: { done: readonly string[]; failed: readonly string[] },
): Promise<string[]> {
  const counts = await tx<{ runId: string; done: number; failed: number }[]>`
    select run_id, (count(*) filter (where heatmap_id = any(${[...maps.done]}::uuid[])))::int as done,
      (count(*) filter (where heatmap_id = any(${[...maps.failed]}::uuid[])))::int as failed
    from run_heatmap
    where project_id = ${projectId} and heatmap_id = any(${[...maps.done, ...maps.failed]}::uuid[])
    group by run_id`;
  const ids = counts.map((row) => row.runId);
  await lockRuns(tx, projectId, ids);
  await tx`
    update run set
      done_maps = done_maps + counted.done, failed_maps = failed_maps + counted.failed,
      status = case status when 'queued' then 'running' else status end,
      started_at = case status when 'queued' then coalesce(started_at, now()) else started_at end
    from unnest(${ids}::uuid[], ${counts.map((row) => row.done)}::int[], ${counts.map((row) => row.failed)}::int[])
      as counted (id, done, failed)
    where run.project_id = ${projectId} and run.id = counted.id`;
  return ids;
}
