import type { Transaction } from "../sql.ts";

/**
 * Takes a run's unfinished shards from it: maps that only this run wanted are nobody's again; shards with maps that
 * another active run shows pass to that run, even while they are computed; the others are cancelled and returned.
 * Wants lockPlanning.
 */
export async function handOverShards(tx: Transaction, projectId: string, runId: string): Promise<string[]> {
  await tx`
    update heatmap set shard_id = null
    where project_id = ${projectId} and status = 'claimed'
      and shard_id in (${unfinishedShards(tx, projectId, runId)})
      and not exists (
        select 1 from run_heatmap
        join run on run.project_id = run_heatmap.project_id and run.id = run_heatmap.run_id
        where run_heatmap.project_id = ${projectId} and run_heatmap.heatmap_id = heatmap.id
          and run.id <> ${runId} and run.status in ('queued', 'running'))`;
  await tx`
    update shard set run_id = heir.run_id, map_count = heir.map_count
    from (
      select heatmap.shard_id, (array_agg(run.id order by run.id))[1] as run_id, count(distinct heatmap.id) as map_count
      from heatmap
      join run_heatmap on run_heatmap.project_id = heatmap.project_id and run_heatmap.heatmap_id = heatmap.id
      join run on run.project_id = run_heatmap.project_id and run.id = run_heatmap.run_id
      where heatmap.project_id = ${projectId} and heatmap.status = 'claimed'
        and heatmap.shard_id in (${unfinishedShards(tx, projectId, runId)})
        and run.id <> ${runId} and run.status in ('queued', 'running')
      group by heatmap.shard_id) as heir
    where shard.project_id = ${projectId} and shard.id = heir.shard_id`;
  const cancelled = await tx<{ id: string }[]>`
    update shard set status = 'cancelled', finished_at = now()
    where project_id = ${projectId} and run_id = ${runId} and status in ('queued', 'running')
    returning id`;
  return cancelled.map(({ id }) => id);
}

const unfinishedShards = (tx: Transaction, projectId: string, runId: string) => tx`
  select id from shard where project_id = ${projectId} and run_id = ${runId} and status in ('queued', 'running')`;
