import type { Services } from "../context.ts";
import { InputError, NotFoundError } from "../errors.ts";
import { words } from "../words.ts";

/** The number of images of each image set. */
export async function countMembers(
  { db, project }: Pick<Services, "db" | "project">,
  ids: readonly string[],
): Promise<Map<string, number>> {
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
  { db, project }: Pick<Services, "db" | "project">,
  name: string,
  imageIds: readonly string[],
): Promise<string> {
  const setName = words("image set's name", "imageSet", name);
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
    await tx.imageSet.createMany({ data: { projectId: project.id, name: setName }, skipDuplicates: true });
    const { id: imageSetId } = await tx.imageSet.findUniqueOrThrow({
      where: { projectId_name: { projectId: project.id, name: setName } },
      select: { id: true },
    });
    await tx.imageSetMember.createMany({
      data: imageIds.map((imageId) => ({ projectId: project.id, imageSetId, imageId })),
      skipDuplicates: true,
    });
    return imageSetId;
  });
}
