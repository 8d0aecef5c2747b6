import type { Services, Store } from "../context.ts";
import { InputError, NotFoundError } from "../errors.ts";
import { words } from "../words.ts";

/** The number of images of each image set. */
export async function countMembers({ db, project }: Store, ids: readonly string[]): Promise<Map<string, number>> {
  const counts = await db.imageSetMember.groupBy({
    by: ["imageSetId"],
    where: { projectId: project.id, imageSetId: { in: [...ids] } },
    _count: true,
  });
  return new Map(counts.map(({ imageSetId, _count }) => [imageSetId, _count]));
}

const maxImages = 10_000;

/** Adds images to the set of this name, made if need be, and answers its id. Throws InputError, NotFoundError. */
export async function addImagesToSet(
  { db, project }: Services,
  name: string,
  imageIds: readonly string[],
): Promise<string> {
  if (imageIds.length > maxImages) {
    throw new InputError(`${imageIds.length} images were given; add at most ${maxImages} at a time.`, "imageIds");
  }
  return await db.$transaction(async (tx) => {
    const found = await tx.image.findMany({
      where: { projectId: project.id, id: { in: [...imageIds] } },
      select: { id: true },
    });
    const known = new Set(found.map(({ id }) => id));
    const missing = imageIds.find((id) => !known.has(id));
    if (missing) throw new NotFoundError("image", missing);
    return await joinSet({ db: tx, project }, name, imageIds);
  });
}

/** The same for images that are known to exist. */
export async function joinSet({ db, project }: Store, name: string, imageIds: readonly string[]): Promise<string> {
  const setName = words("image set's name", "imageSet", name);
  await db.imageSet.createMany({ data: { projectId: project.id, name: setName }, skipDuplicates: true });
  const { id: imageSetId } = await db.imageSet.findUniqueOrThrow({
    where: { projectId_name: { projectId: project.id, name: setName } },
    select: { id: true },
  });
  await db.imageSetMember.createMany({
    data: imageIds.map((imageId) => ({ projectId: project.id, imageSetId, imageId })),
    skipDuplicates: true,
  });
  return imageSetId;
}
