import type { Flag } from "@heatlas/engine";
import { bitsOf } from "../heatmap/flag.ts";
import type { Transaction } from "../sql.ts";

/**
 * Adds settled maps to what their runs' methods and models come to, or takes them away (−1), before they change. Wants the runs to be locked, or lockPlanning.
 */
export async function tallyMaps(
  tx: Transaction,
  projectId: string,
  heatmapIds: readonly string[],
  sign: 1 | -1,
): Promise<void> {
  await tx`
    insert into run_tally ${counts(tx, projectId, tx`run_heatmap.heatmap_id = any(${[...heatmapIds]}::uuid[])`, sign)}
    on conflict (project_id, run_id, method_position, model_position) do update set
      maps = run_tally.maps + excluded.maps, flagged = run_tally.flagged + excluded.flagged,
      constant = run_tally.constant + excluded.constant, not_finite = run_tally.not_finite + excluded.not_finite,
      equals_vanilla = run_tally.equals_vanilla + excluded.equals_vanilla,
      saturated_softmax = run_tally.saturated_softmax + excluded.saturated_softmax,
      conservation_off = run_tally.conservation_off + excluded.conservation_off,
      off_object_count = run_tally.off_object_count + excluded.off_object_count,
      off_object_sum = run_tally.off_object_sum + excluded.off_object_sum,
      off_object_squares = run_tally.off_object_squares + excluded.off_object_squares,
      object_share_sum = run_tally.object_share_sum + excluded.object_share_sum`;
}

/** Counts runs' maps from their rows: other runs may have made some of them before. Wants lockPlanning. */
export async function recountTallies(tx: Transaction, projectId: string, runIds: readonly string[]): Promise<void> {
  const runs = tx`run_heatmap.run_id = any(${[...runIds]}::uuid[])`;
  await tx`delete from run_tally where project_id = ${projectId} and run_id = any(${[...runIds]}::uuid[])`;
  await tx`insert into run_tally ${counts(tx, projectId, runs, 1)}`;
}

/** In the order of run_tally's columns. */
const counts = (tx: Transaction, projectId: string, which: ReturnType<Transaction>, sign: 1 | -1) => {
  const having = (flag: Flag) => tx`(${sign} * count(*) filter (where flags & ${bitsOf([flag])} <> 0))::int`;
  const measured = tx`filter (where off_object is not null)`;
  return tx`
    (project_id, run_id, method_position, model_position, maps, flagged, constant, not_finite, equals_vanilla,
      saturated_softmax, conservation_off, off_object_count, off_object_sum, off_object_squares, object_share_sum)
    select run_heatmap.project_id, run_id, method_position, model_position,
      (${sign} * count(flags))::int, (${sign} * count(*) filter (where flags <> 0))::int,
      ${having("constant")}, ${having("not-finite")}, ${having("equals-vanilla")}, ${having("saturated-softmax")},
      ${having("conservation-off")}, (${sign} * count(off_object))::int,
      ${sign} * coalesce(sum(off_object::float8), 0), ${sign} * coalesce(sum(off_object::float8 ^ 2), 0),
      ${sign} * coalesce(sum(object_share::float8) ${measured}, 0)
    from run_heatmap
    join heatmap on heatmap.project_id = run_heatmap.project_id and heatmap.id = run_heatmap.heatmap_id
    where run_heatmap.project_id = ${projectId} and ${which} and heatmap.status in ('done', 'failed')
    group by run_heatmap.project_id, run_id, method_position, model_position
    order by run_id, method_position, model_position`;
};
