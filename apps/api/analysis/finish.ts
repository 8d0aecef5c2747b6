import type { Transaction } from "../sql.ts";

interface Outcome {
  plannedMaps: number;
  doneMaps: number;
  failedMaps: number;
  leftOut: number;
  reason: string | null;
}

/** Ends a run whose maps are settled and whose dendrograms are made; does nothing to any other. */
export async function finishRun(tx: Transaction, projectId: string, runId: string): Promise<void> {
  const [outcome] = await tx<Outcome[]>`
    select planned_maps, done_maps, failed_maps,
      case when models > 1 then methods * images - planned_trees else 0 end as left_out,
      (select heatmap.error from run_heatmap
        join heatmap on heatmap.project_id = run_heatmap.project_id and heatmap.id = run_heatmap.heatmap_id
        where run_heatmap.project_id = ${projectId} and run_id = run.id and heatmap.status = 'failed'
        order by method_position, image_position, model_position limit 1) as reason
    from run
    cross join lateral (select count(*)::int from run_model where project_id = run.project_id and run_id = run.id) as a (models)
    cross join lateral (select count(*)::int from run_method where project_id = run.project_id and run_id = run.id) as b (methods)
    cross join lateral (select count(*)::int from run_image where project_id = run.project_id and run_id = run.id) as c (images)
    where project_id = ${projectId} and id = ${runId} and status in ('queued', 'running')
      and done_maps + failed_maps = planned_maps and done_trees >= planned_trees
    for update of run`;
  if (!outcome) return;
  await tx`
    update run set status = ${outcome.doneMaps === 0 ? "failed" : "done"}::run_status, error = ${remark(outcome)},
      started_at = coalesce(started_at, now()), finished_at = now()
    where project_id = ${projectId} and id = ${runId}`;
}

/** What a run's readers should know of what is not there. */
function remark({ plannedMaps, failedMaps, leftOut, reason }: Outcome): string | null {
  const trees = leftOut === 1 ? "1 dendrogram is" : `${leftOut} dendrograms are`;
  if (failedMaps === 0)
    return leftOut === 0 ? null : `${trees} missing, though all heat maps are there: retry the run.`;
  const maps = `${failedMaps} of ${plannedMaps} heat maps failed`;
  const without = leftOut === 0 ? "" : `, and ${trees} left out for want of them`;
  return `${maps}${without}; the first reason: ${reason ?? "unknown."}`;
}
