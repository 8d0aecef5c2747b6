import type { Queue } from "../queue.ts";
import type { Transaction } from "../sql.ts";

/**
 * Heat maps in a shard. A worker that dies loses at most this much of one model, and its commit stays short; loading
 * the model once a shard still weighs little beside computing this many maps on a CPU.
 */
export const mapsPerShard = 64;

/**
 * Hands the run's maps that nobody is computing to new shards, and the shards to the queue. All methods of an image
 * stay together, so that it is decoded and passed forward once. Shards are queued by their place among the images,
 * not by model: the first images' maps are whole first.
 */
export async function cutShards(tx: Transaction, queue: Queue, projectId: string, runId: string): Promise<number> {
  const shards = await tx<{ id: string }[]>`
    with unclaimed as materialized (
      select
        heatmap.id, heatmap.model_id, run_heatmap.model_position,
        (dense_rank() over (partition by run_heatmap.model_position order by run_heatmap.image_position) - 1)
          / greatest(1, ${mapsPerShard} / method.count) as part
      from run_heatmap
      join heatmap on heatmap.project_id = run_heatmap.project_id and heatmap.id = run_heatmap.heatmap_id
      cross join (
        select count(*) from run_method where project_id = ${projectId} and run_id = ${runId}) as method
      where run_heatmap.project_id = ${projectId} and run_heatmap.run_id = ${runId}
        and heatmap.status = 'claimed' and heatmap.shard_id is null
    ), part as materialized (
      select uuidv7() as id, counted.* from (
        select model_id, model_position, part, count(distinct id)::int as map_count from unclaimed
        group by model_id, model_position, part order by part, model_position) as counted
    ), new_shard as (
      insert into shard (project_id, id, run_id, model_id, map_count)
      select ${projectId}, id, ${runId}, model_id, map_count from part
    ), handed as (
      update heatmap set shard_id = part.id
      from unclaimed join part using (model_position, part)
      where heatmap.project_id = ${projectId} and heatmap.id = unclaimed.id
    )
    select id from part order by id`;
  await queue.add(
    tx,
    "shard",
    shards.map(({ id }) => ({ id, data: { projectId, shardId: id } })),
  );
  return shards.length;
}
