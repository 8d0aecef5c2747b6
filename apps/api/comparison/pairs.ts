import type { Sql } from "../sql.ts";
import type { Side } from "./side.ts";

/**
 * Where a statement finds the similarity (`value`) of every two models, at `a.place` and `b.place` from 1 in the run's
 * order, on the images at these positions of a side's run.
 */
export const pairsOf = (sql: Sql, { run, setting, layer }: Side, positions: readonly number[]) => sql`
    from run_clustering
    join clustering on clustering.project_id = run_clustering.project_id and clustering.id = run_clustering.clustering_id
    cross join lateral unnest(heatmap_ids) with ordinality as a (id, place)
    join lateral unnest(heatmap_ids) with ordinality as b (id, place) on a.place < b.place
    join similarity on similarity.project_id = clustering.project_id
      and similarity.setting_id = ${setting.similaritySettingId}
      and heatmap_a_id = least(a.id, b.id) and heatmap_b_id = greatest(a.id, b.id)
    where run_clustering.project_id = ${layer.projectId} and run_clustering.run_id = ${run.id}
      and run_clustering.method_position = ${layer.methodPosition} and run_clustering.setting_id = ${setting.id}
      and run_clustering.image_position = any(${[...positions]}::int[]) and value is not null`;
