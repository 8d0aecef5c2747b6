import type { Services, Store } from "../context.ts";
import { InputError, NotFoundError } from "../errors.ts";
import { getLabelSet } from "../label-set/service.ts";

export interface TruthOf {
  labelSetId: string;
  classIndex: number;
}

/** Says which class of a label set an image shows; null takes it back. Throws NotFoundError, InputError. */
export async function setImageTruth(
  { db, project }: Services,
  imageId: string,
  labelSetId: string,
  classIndex: number | null,
): Promise<void> {
  const image = await db.image.findFirst({ where: { projectId: project.id, id: imageId }, select: { id: true } });
  if (!image) throw new NotFoundError("image", imageId);
  if (classIndex === null) {
    await getLabelSet({ db, project }, labelSetId);
    await db.imageTruth.deleteMany({ where: { projectId: project.id, imageId, labelSetId } });
    return;
  }
  await checkTruth({ db, project }, { labelSetId, classIndex });
  await setTruth({ db, project }, imageId, { labelSetId, classIndex });
}

/** Throws NotFoundError where there is no such label set, InputError where it has no such class. */
export async function checkTruth(store: Store, { labelSetId, classIndex }: TruthOf): Promise<void> {
  const { name, labels } = await getLabelSet(store, labelSetId);
  if (classIndex >= 0 && classIndex < labels.length) return;
  throw new InputError(
    `The label set "${name}" has the classes 0 to ${labels.length - 1}; ${classIndex} was given.`,
    "class",
  );
}

export async function setTruth(
  { db, project }: Store,
  imageId: string,
  { labelSetId, classIndex }: TruthOf,
): Promise<void> {
  const key = { projectId: project.id, imageId, labelSetId };
  await db.imageTruth.upsert({
    where: { projectId_imageId_labelSetId: key },
    create: { ...key, classIndex },
    update: { classIndex },
  });
}
