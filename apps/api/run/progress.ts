import type { Sql } from "../sql.ts";

export interface RunProgress {
  planned: number;
  done: number;
  failed: number;
  shared: number;
  plannedTrees: number;
  doneTrees: number;
  /** As the run's last shards were measured; null until they have maps. */
  mapsPerSecond: number | null;
  /** Until the stage that the run is in (heat maps, then dendrograms) ends; null where nothing was measured. */
  secondsLeft: number | null;
}

interface Measured extends Omit<RunProgress, "mapsPerSecond" | "secondsLeft"> {
  id: string;
  active: boolean;
  maps: number | null;
  mapSeconds: number | null;
  trees: number;
  treeSeconds: number | null;
}

/**
 * How far runs are, by their ids. Counts are what is committed. Rates are measured: over the last 20 shards, from the
 * first's start to the newest map, and over the last 100 dendrograms.
 */
export async function readProgress(
  sql: Sql,
  projectId: string,
  runIds: readonly string[],
): Promise<Map<string, RunProgress>> {
  const rows = await sql<Measured[]>`
    select run.id, planned_maps as planned, done_maps as done, failed_maps as failed, shared_maps as shared,
      planned_trees, done_trees, status in ('queued', 'running') as active,
      shards.maps, shards.seconds as map_seconds, made.trees, made.seconds as tree_seconds
    from run
    cross join lateral (
      select count(*)::float8 as maps,
        extract(epoch from max(heatmap.computed_at) - min(last.started_at))::float8 as seconds
      from (
        select id, started_at from shard
        where project_id = run.project_id and run_id = run.id and status in ('running', 'done')
        order by started_at desc limit 20) as last
      join heatmap on heatmap.project_id = run.project_id and heatmap.shard_id = last.id and heatmap.status = 'done'
    ) as shards
    cross join lateral (
      select count(*)::int as trees, extract(epoch from max(created_at) - min(created_at))::float8 as seconds
      from (
        select clustering.created_at from run_clustering
        join clustering on clustering.project_id = run_clustering.project_id
          and clustering.id = run_clustering.clustering_id
        where run_clustering.project_id = run.project_id and run_clustering.run_id = run.id
          and clustering.created_at >= run.started_at
        order by clustering.created_at desc limit 100) as last) as made
    where run.project_id = ${projectId} and run.id = any(${[...runIds]}::uuid[])`;
  return new Map(rows.map((row) => [row.id, progressOf(row)]));
}

function progressOf(row: Measured): RunProgress {
  const { planned, done, failed, shared, plannedTrees, doneTrees } = row;
  const mapsPerSecond = rate(row.maps, row.mapSeconds);
  const openMaps = planned - done - failed;
  const openTrees = plannedTrees - doneTrees;
  const secondsLeft = !row.active
    ? null
    : openMaps > 0
      ? secondsFor(openMaps, mapsPerSecond)
      : secondsFor(openTrees, rate(row.trees - 1, row.treeSeconds));
  return { planned, done, failed, shared, plannedTrees, doneTrees, mapsPerSecond, secondsLeft };
}

const rate = (count: number | null, seconds: number | null) => (count && count > 0 && seconds ? count / seconds : null);

const secondsFor = (count: number, perSecond: number | null) => (perSecond ? count / perSecond : null);
