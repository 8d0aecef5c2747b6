import type { Services } from "../context.ts";
import { InputError, NotFoundError } from "../errors.ts";
import { getLabelSet } from "../label-set/service.ts";

/** Says which class of a label set an image shows; null takes it back. Throws NotFoundError, InputError. */
export async function setImageTruth(
  { db, project }: Pick<Services, "db" | "project">,
  imageId: string,
  labelSetId: string,
  classIndex: number | null,
): Promise<void> {
  const { name, labels } = await getLabelSet(db, project, labelSetId);
  if (classIndex !== null && !(Number.isInteger(classIndex) && classIndex >= 0 && classIndex < labels.length)) {
    throw new InputError(
      `The label set "${name}" has the classes 0 to ${labels.length - 1}; ${classIndex} was given.`,
      "class",
    );
  }
  const image = await db.image.findFirst({ where: { projectId: project.id, id: imageId }, select: { id: true } });
  if (!image) throw new NotFoundError("image", imageId);
  const key = { projectId: project.id, imageId, labelSetId };
  if (classIndex === null) {
    await db.imageTruth.deleteMany({ where: key });
    return;
  }
  await db.imageTruth.upsert({
    where: { projectId_imageId_labelSetId: key },
    create: { ...key, classIndex },
    update: { classIndex },
  });
}
