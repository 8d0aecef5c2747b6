import { readFile } from "node:fs/promises";
import { admitMask, maskToPng } from "@heatlas/engine";
import type { Services } from "../context.ts";
import { NotFoundError, refusing } from "../errors.ts";
import { lockPlanning } from "../run/lock.ts";
import type { Transaction } from "../sql.ts";

/** A mask is one bit a pixel: a PNG of it is small. */
const maxBytes = 64 * 2 ** 20;

/**
 * Says where the object of an image is; an earlier mask is replaced. Maps of the image are measured by a job.
 * False: the image has this mask already; maps that were not measured by it, as its file could not be read, are now.
 * Throws NotFoundError, InputError, RefusedError; nothing stays then.
 */
export async function receiveMask(
  { db, sql, queue, project, blobs }: Services,
  imageId: string,
  source: AsyncIterable<Uint8Array>,
): Promise<boolean> {
  const where = { projectId: project.id, id: imageId };
  const image = await db.image.findFirst({ where, select: { width: true, height: true } });
  if (!image) throw new NotFoundError("image", imageId);
  const received = await blobs.receive(source, maxBytes);
  try {
    const mask = await refusing(admitMask(await readFile(received.path), image));
    // Not the bytes that came but what they say: one channel, two values.
    const maskSha256 = await blobs.put("images", await maskToPng(mask));
    return await sql.begin(async (tx) => {
      await lockPlanning(tx, project.id);
      const { count } = await tx`
        update image set mask_sha256 = ${maskSha256}
        where project_id = ${project.id} and id = ${imageId} and mask_sha256 is distinct from ${maskSha256}`;
      const isNew = count > 0;
      if (isNew || (await hasUnmeasured(tx, project.id, imageId, maskSha256))) {
        await queue.add(tx, "mask", [{ data: { projectId: project.id, imageId } }]);
      }
      return isNew;
    });
  } finally {
    await received.discard();
  }
}

async function hasUnmeasured(tx: Transaction, projectId: string, imageId: string, mask: Uint8Array): Promise<boolean> {
  const rows = await tx`
    select 1 from heatmap where project_id = ${projectId} and image_id = ${imageId} and status = 'done'
      and mask_sha256 is distinct from ${mask} limit 1`;
  return rows.length > 0;
}
