import type { Sql } from "../sql.ts";
import type { SettingRow } from "./setting.ts";

/** A stretch of a run's images, for one of its methods: from ≤ position < to. */
export interface Stretch {
  readonly methodPosition: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The dendrograms that a run, or a stretch of it, can have: one for each image and method of which every model's map
 * is done. Columns method_position, image_position, models (their number), heatmap_ids (in the models' order) and the
 * clustering's identity: SHA-256 of the setting's identity and the maps' identities in that order.
 */
export const groupsOf = (sql: Sql, projectId: string, runId: string, setting: SettingRow, stretch?: Stretch) => sql`
  select
    run_heatmap.method_position, run_heatmap.image_position, count(*)::int as models,
    array_agg(heatmap.id order by run_heatmap.model_position) as heatmap_ids,
    sha256(${setting.identity}::bytea || string_agg(heatmap.identity, ''::bytea order by run_heatmap.model_position))
      as identity
  from run_heatmap
  join heatmap on heatmap.project_id = run_heatmap.project_id and heatmap.id = run_heatmap.heatmap_id
  where run_heatmap.project_id = ${projectId} and run_heatmap.run_id = ${runId}
    ${stretch ? within(sql, stretch) : sql``}
  group by run_heatmap.method_position, run_heatmap.image_position
  having count(*) > 1 and bool_and(heatmap.status = 'done')`;

const within = (sql: Sql, { methodPosition, from, to }: Stretch) => sql`
  and run_heatmap.method_position = ${methodPosition}
  and run_heatmap.image_position >= ${from} and run_heatmap.image_position < ${to}`;
