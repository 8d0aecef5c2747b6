import type { Services } from "../context.ts";
import { StateError } from "../errors.ts";
import { lockPlanning } from "../run/lock.ts";
import { handOverShards } from "../run/release.ts";
import { announceRuns } from "../run/rollup.ts";
import type { Transaction } from "../sql.ts";
import { imageSetName } from "./content.ts";
import { alone } from "./state.ts";

/**
 * Takes the demo atlas out: its runs, what they made, its pictures and its networks. What somebody's own run uses stays.
 * Throws StateError where it is not there, or is just being loaded.
 */
export async function removeDemo(services: Services): Promise<void> {
  const { sql, queue, project } = services;
  const free = await alone(services, async () => {
    await sql.begin(async (tx) => {
      await lockPlanning(tx, project.id);
      const { count } = await tx`
        update project set demo_state = 'removed' where id = ${project.id} and demo_state in ('loaded', 'loading')`;
      if (count === 0) throw new StateError("The demo atlas is not loaded, so there is nothing to remove.");
      const runs = await tx<{ id: string }[]>`select id from run where project_id = ${project.id} and demo`;
      for (const { id } of runs) await queue.cancel(tx, "shard", await handOverShards(tx, project.id, id));
      await deleteRows(tx, project.id);
      await announceRuns(
        tx,
        project.id,
        runs.map(({ id }) => id),
      );
    });
  });
  if (!free) throw new StateError("The demo atlas is just being loaded: remove it when it is there.");
}

/** From the last stage to the first, since each holds on to the one before. */
async function deleteRows(tx: Transaction, projectId: string): Promise<void> {
  // A shard stays as its maps' provenance as long as its run does; maps that other runs show outlive both.
  await tx`
    update heatmap set shard_id = null
    where project_id = ${projectId} and shard_id in (
      select shard.id from shard join run on run.project_id = shard.project_id and run.id = shard.run_id
      where shard.project_id = ${projectId} and run.demo)`;
  await tx`delete from run where project_id = ${projectId} and demo`;
  await tx`
    delete from clustering where project_id = ${projectId}
      and image_id in (select id from image where project_id = ${projectId} and demo)
      and not exists (select 1 from run_clustering
        where run_clustering.project_id = ${projectId} and clustering_id = clustering.id)`;
  await tx`
    delete from heatmap where project_id = ${projectId}
      and (image_id in (select id from image where project_id = ${projectId} and demo)
        or model_id in (select id from model where project_id = ${projectId} and demo))
      and not exists (select 1 from run_heatmap
        where run_heatmap.project_id = ${projectId} and heatmap_id = heatmap.id)`;
  // With them go the patterns that were saved on them: they speak of networks that nobody can see any more.
  await tx`
    delete from leaf_set where project_id = ${projectId}
      and not exists (select 1 from clustering
        where clustering.project_id = ${projectId} and leaf_set_id = leaf_set.id)
      and exists (select 1 from leaf_set_model
        join model on model.project_id = leaf_set_model.project_id and model.id = leaf_set_model.model_id
        where leaf_set_model.project_id = ${projectId} and leaf_set_id = leaf_set.id and model.demo
          and not exists (select 1 from run_model where run_model.project_id = ${projectId} and model_id = model.id))`;
  await tx`
    delete from image where project_id = ${projectId} and demo
      and not exists (select 1 from run_image where run_image.project_id = ${projectId} and image_id = image.id)
      and not exists (select 1 from heatmap where heatmap.project_id = ${projectId} and image_id = image.id)`;
  await tx`
    delete from model where project_id = ${projectId} and demo
      and not exists (select 1 from run_model where run_model.project_id = ${projectId} and model_id = model.id)
      and not exists (select 1 from heatmap where heatmap.project_id = ${projectId} and model_id = model.id)`;
  await tx`
    delete from image_set where project_id = ${projectId} and name = ${imageSetName}
      and not exists (select 1 from image_set_member
        where image_set_member.project_id = ${projectId} and image_set_id = image_set.id)`;
}
