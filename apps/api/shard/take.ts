import type { View } from "../generated/prisma/enums.ts";
import { shareWithPlanning } from "../run/lock.ts";
import type { ModelRow } from "../run/resolve.ts";
import { announceRuns } from "../run/rollup.ts";
import type { Pool } from "../sql.ts";

export interface ClaimedMap {
  readonly id: string;
  readonly imageName: string;
  readonly imageSha256: Uint8Array;
  /** Where the object is in the image; null where nobody said so. */
  readonly maskSha256: Uint8Array | null;
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly view: View;
  /** Null: the model's own top-1. */
  readonly target: number | null;
}

export interface TakenShard {
  readonly projectId: string;
  readonly id: string;
  /** The fencing token: only results that carry the newest one are taken. */
  readonly attempt: number;
  readonly model: ModelRow;
  /** What is left of it to compute. */
  readonly maps: readonly ClaimedMap[];
}

/** Takes a shard, over the head of whoever had it before. Null: there is nothing to do for it any more. */
export async function takeShard(sql: Pool, projectId: string, shardId: string): Promise<TakenShard | null> {
  return await sql.begin(async (tx) => {
    await shareWithPlanning(tx, projectId);
    const [shard] = await tx<{ runId: string; modelId: string; attempt: number }[]>`
      update shard set attempt = attempt + 1, status = 'running', started_at = now(), error = null
      where project_id = ${projectId} and id = ${shardId} and status in ('queued', 'running')
      returning run_id, model_id, attempt`;
    if (!shard) return null;
    const [began] = await tx<{ id: string }[]>`
      update run set status = 'running', started_at = coalesce(started_at, now())
      where project_id = ${projectId} and id = ${shard.runId} and status = 'queued' returning id`;
    if (began) await announceRuns(tx, projectId, [began.id]);
    const [model] = await tx<ModelRow[]>`
      select * from model where project_id = ${projectId} and id = ${shard.modelId}`;
    const maps = await tx<ClaimedMap[]>`
      select heatmap.id, image.name as image_name, image.sha256 as image_sha256, image.mask_sha256, method, parameters,
        view, target
      from heatmap join image on image.project_id = heatmap.project_id and image.id = heatmap.image_id
      where heatmap.project_id = ${projectId} and heatmap.shard_id = ${shardId} and heatmap.status = 'claimed'
      order by image.id, heatmap.id`;
    return { projectId, id: shardId, attempt: shard.attempt, model: model!, maps };
  });
}
