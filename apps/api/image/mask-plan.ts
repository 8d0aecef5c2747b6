import type { Queue } from "../queue.ts";
import type { Transaction } from "../sql.ts";

/**
 * Maps that were made while their image got a mask, or another one, go to the job that measures them anew. Wants
 * shareWithPlanning: a mask comes alone, so that either it is seen here or the job that it starts sees the maps.
 */
export async function measureOutdated(
  tx: Transaction,
  queue: Queue,
  projectId: string,
  heatmapIds: readonly string[],
): Promise<void> {
  const images = await tx<{ imageId: string }[]>`
    select distinct image_id from heatmap
    join image on image.project_id = heatmap.project_id and image.id = heatmap.image_id
    where heatmap.project_id = ${projectId} and heatmap.id = any(${[...heatmapIds]}::uuid[])
      and image.mask_sha256 is not null and heatmap.mask_sha256 is distinct from image.mask_sha256`;
  await queue.add(
    tx,
    "mask",
    images.map(({ imageId }) => ({ data: { projectId, imageId } })),
  );
}
