import { createHash } from "node:crypto";
import type { Store } from "../context.ts";
import { InputError, NotFoundError } from "../errors.ts";
import { words } from "../words.ts";

/** A label set that exists, or the labels of one that may. */
export type LabelSetChoice = { id: string } | { name: string; labels: readonly string[] };

const maxLabelLength = 300;

/** SHA-256 of the labels as a JSON array: what they are called together does not matter. */
export const labelSetIdentity = (labels: readonly string[]) =>
  new Uint8Array(createHash("sha256").update(JSON.stringify(labels)).digest());

/** The id of the label set that was chosen, made if need be; it has to have a label for each of the model's classes. */
export async function takeLabelSet(store: Store, choice: LabelSetChoice, classCount: number): Promise<string> {
  const labelSet = "id" in choice ? await getLabelSet(store, choice.id) : await shareLabelSet(store, choice);
  if (labelSet.labels.length !== classCount) {
    const { name, labels } = labelSet;
    const count = labels.length === 1 ? "1 label" : `${labels.length} labels`;
    throw new InputError(
      `The model tells ${classCount} classes apart, but the label set "${name}" has ${count}.`,
      "labelSet",
    );
  }
  return labelSet.id;
}

const columns = { id: true, name: true, labels: true } as const;

/** Throws NotFoundError. */
export async function getLabelSet({ db, project }: Store, id: string) {
  const labelSet = await db.labelSet.findFirst({ where: { projectId: project.id, id }, select: columns });
  if (!labelSet) throw new NotFoundError("label-set", id);
  return labelSet;
}

async function shareLabelSet({ db, project }: Store, { name, labels }: { name: string; labels: readonly string[] }) {
  const identity = labelSetIdentity(checkLabels(labels));
  const data = {
    projectId: project.id,
    name: words("label set's name", "labelSet", name),
    labels: [...labels],
    identity,
  };
  await db.labelSet.createMany({ data, skipDuplicates: true });
  return db.labelSet.findUniqueOrThrow({
    where: { projectId_identity: { projectId: project.id, identity } },
    select: columns,
  });
}

function checkLabels(labels: readonly string[]): readonly string[] {
  const faulty = labels.findIndex((label) => label.trim() === "" || label.length > maxLabelLength);
  if (faulty >= 0) {
    throw new InputError(`Label ${faulty} is empty or longer than ${maxLabelLength} characters.`, "labelSet");
  }
  return labels;
}
