import type { TargetPolicy, View } from "../generated/prisma/enums.ts";
import { topOne } from "../heatmap/identity.ts";
import type { Transaction } from "../sql.ts";
import type { PlannedMethod, PlannedModel } from "./resolve.ts";

export interface PlannedRun {
  readonly projectId: string;
  readonly id: string;
  readonly view: View;
  readonly targetPolicy: TargetPolicy;
  readonly fixedClass: number | null;
}

/**
 * The heat maps of one model in a run: rows that do not exist yet are made, unclaimed, and all are linked to the run.
 * The database hashes the identities (identity.ts), so that nothing of the size of the run passes through here.
 * Returns how many rows are new.
 */
export async function claimMaps(
  tx: Transaction,
  run: PlannedRun,
  model: PlannedModel,
  methods: readonly PlannedMethod[],
): Promise<number> {
  const grid = gridOf(tx, run, model, methods);
  const { count } = await tx`
    insert into heatmap (project_id, identity, model_id, image_id, method, parameters, view, target)
    select ${run.projectId}, identity, ${model.id}, image_id, slug, parameters, ${run.view}::view, target
    from (${grid}) grid
    on conflict (project_id, identity) do nothing`;
  await tx`
    insert into run_heatmap (project_id, run_id, method_position, image_position, model_position, heatmap_id)
    select ${run.projectId}, ${run.id}, grid.method_position, grid.image_position, ${model.position}, heatmap.id
    from (${grid}) grid
    join heatmap on heatmap.project_id = ${run.projectId} and heatmap.identity = grid.identity
    on conflict do nothing`;
  return count;
}

/** One row for each image and method: where it stands in the run, and its identity. */
function gridOf(tx: Transaction, run: PlannedRun, model: PlannedModel, methods: readonly PlannedMethod[]) {
  const column = <Value>(pick: (method: PlannedMethod) => Value) => methods.map(pick);
  return tx`
    select
      run_image.position as image_position, image.id as image_id,
      method.position as method_position, method.slug, method.parameters::jsonb as parameters, aim.target,
      sha256(convert_to(
        method.head || encode(image.sha256, 'hex') || method.body || coalesce(aim.target::text, ${topOne}) || method.tail,
        'UTF8')) as identity
    from run_image
    join image on image.project_id = run_image.project_id and image.id = run_image.image_id
    cross join unnest(
      ${column((method) => method.position)}::int[], ${column((method) => method.slug)}::text[],
      ${column((method) => JSON.stringify(method.parameters))}::text[],
      ${column((method) => method.template.head)}::text[], ${column((method) => method.template.body)}::text[],
      ${column((method) => method.template.tail)}::text[]
    ) as method (position, slug, parameters, head, body, tail)
    cross join lateral (${targetOf(tx, run, model)}) as aim
    where run_image.project_id = ${run.projectId} and run_image.run_id = ${run.id}`;
}

function targetOf(tx: Transaction, { targetPolicy, fixedClass }: PlannedRun, { labelSetId }: PlannedModel) {
  switch (targetPolicy) {
    case "predicted":
      return tx`select null::int as target`;
    case "fixed":
      return tx`select ${fixedClass}::int as target`;
    case "truth":
      return tx`
        select class_index as target from image_truth
        where image_truth.project_id = image.project_id and image_truth.image_id = image.id
          and image_truth.label_set_id = ${labelSetId}`;
  }
}

/** Maps of the run that failed before are wanted anew. Returns the other runs that show them. */
export async function reclaimFailed(tx: Transaction, { projectId, id }: PlannedRun): Promise<string[]> {
  const rows = await tx<{ runId: string }[]>`
    with reclaimed as (
      update heatmap set status = 'claimed', shard_id = null, error = null, computed_at = null, flags = null
      where project_id = ${projectId} and status = 'failed' and id in (
        select heatmap_id from run_heatmap where project_id = ${projectId} and run_id = ${id})
      returning id
    )
    select distinct run_id from run_heatmap
    where project_id = ${projectId} and run_id <> ${id} and heatmap_id in (select id from reclaimed)`;
  return rows.map((row) => row.runId);
}
