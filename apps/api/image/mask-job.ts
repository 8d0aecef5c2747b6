import { decode } from "@heatlas/engine";
import { type MeasuredObject, openMask } from "../heatmap/object.ts";
import { readValues, type StoredMap, storedRect } from "../heatmap/store.ts";
import type { Jobs } from "../queue.ts";
import { lockPlanning } from "../run/lock.ts";
import { tallyMaps } from "../run/tally.ts";
import type { Sql, Transaction } from "../sql.ts";
import type { HeldJob, Workplace } from "../workplace.ts";

/** Maps in one transaction: planning waits for it. */
const mapsPerStep = 100;

/** Measures by its image's mask every map that was not, and carries the shares on to trees and runs. */
export async function measureImage(work: Workplace, { data, signal }: HeldJob<Jobs["mask"]>): Promise<void> {
  const { sql, blobs, log } = work;
  let measured = 0;
  while (!signal.aborted) {
    const outdated = await readOutdated(sql, data);
    if (outdated.length === 0) break;
    const [{ imageMask }] = outdated as [OutdatedMap];
    const measure = await openMask(blobs, imageMask).catch(() => null);
    if (!measure) return log(`image ${data.imageId}: its mask cannot be read, so its maps are not measured`);
    const found: (MeasuredObject & { id: string })[] = [];
    for (const map of outdated) {
      const { gridWidth, gridHeight, scale } = map;
      const grid = decode({ gridWidth, gridHeight, scale, values: await readValues(blobs, map) });
      found.push({ id: map.id, ...measure(grid, storedRect(map)) });
    }
    measured += await sql.begin((tx) => commitShares(tx, data, found));
  }
  log(`image ${data.imageId}: ${measured} maps measured by its mask`);
}

interface OutdatedMap extends StoredMap {
  readonly id: string;
  readonly imageMask: Uint8Array;
}

async function readOutdated(sql: Sql, { projectId, imageId }: Jobs["mask"]): Promise<OutdatedMap[]> {
  return await sql<OutdatedMap[]>`
    select heatmap.id, image.mask_sha256 as image_mask, grid_width, grid_height, scale, "values", pack, pack_offset,
      pack_length, rect_x, rect_y, rect_width, rect_height
    from heatmap join image on image.project_id = heatmap.project_id and image.id = heatmap.image_id
    where heatmap.project_id = ${projectId} and image_id = ${imageId} and heatmap.status = 'done'
      and image.mask_sha256 is not null and heatmap.mask_sha256 is distinct from image.mask_sha256
    order by heatmap.id limit ${mapsPerStep}`;
}

/** Returns how many shares are new: none where the image has yet another mask, or another worker was faster. */
async function commitShares(
  tx: Transaction,
  { projectId, imageId }: Jobs["mask"],
  found: readonly (MeasuredObject & { id: string })[],
): Promise<number> {
  await lockPlanning(tx, projectId);
  const [{ maskSha256 }] = found as [MeasuredObject & { id: string }];
  const rows = await tx<{ id: string }[]>`
    select heatmap.id from heatmap join image on image.project_id = heatmap.project_id and image.id = heatmap.image_id
    where heatmap.project_id = ${projectId} and heatmap.id = any(${found.map(({ id }) => id)}::uuid[])
      and image.mask_sha256 = ${maskSha256} and heatmap.mask_sha256 is distinct from image.mask_sha256`;
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tallyMaps(tx, projectId, ids, -1);
  await tx`
    update heatmap set off_object = map.off_object, object_share = map.object_share, mask_sha256 = ${maskSha256}
    from unnest(
      ${found.map(({ id }) => id)}::uuid[], ${found.map(({ offObject }) => offObject)}::real[],
      ${found.map(({ objectShare }) => objectShare)}::real[]) as map (id, off_object, object_share)
    where heatmap.project_id = ${projectId} and heatmap.id = map.id and heatmap.id = any(${ids}::uuid[])`;
  await tallyMaps(tx, projectId, ids, 1);
  await tx`
    update clustering set off_object = (
      select case when count(off_object) > 0 then array_agg(coalesce(off_object, 'NaN') order by place) end
      from unnest(heatmap_ids) with ordinality as leaf (id, place)
      left join heatmap on heatmap.project_id = ${projectId} and heatmap.id = leaf.id)
    where project_id = ${projectId} and image_id = ${imageId} and heatmap_ids && ${ids}::uuid[]`;
  await tx`update project set mask_revision = mask_revision + 1 where id = ${projectId}`;
  return ids.length;
}
