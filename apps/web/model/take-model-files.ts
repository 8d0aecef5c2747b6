import type { DroppedFile } from "../upload/dropped-file.ts";
import { type OfferedFile, unclaimed } from "../upload/model-data.ts";
import { isSettled } from "../upload/queue.ts";
import { keyOfModel } from "../upload/side-file.ts";
import { type NamedText, type SortedTexts, sortModelTexts } from "../upload/sort-model-texts.ts";
import type { ModelUpload } from "./model-upload.ts";

export interface TakenFiles extends SortedTexts {
  models: DroppedFile[];
  /** What is none of these may be some model's data. */
  others: DroppedFile[];
}

/** Models, side files, labels and what is none of them, out of one drop. `known` are the models that came before. */
export async function takeModelFiles(files: readonly DroppedFile[], known: readonly string[]): Promise<TakenFiles> {
  const named = (pattern: RegExp) => files.filter(({ file }) => pattern.test(file.name));
  const models = named(/\.onnx$/i);
  const texts = await Promise.all(named(/\.(json|txt)$/i).map(({ file }) => readText(file)));
  const sorted = sortModelTexts(texts, new Set([...known, ...models.map(({ file }) => keyOfModel(file.name))]));
  return { ...sorted, models, others: named(/^(?!.*\.(onnx|json|txt)$)/i) };
}

/** A file that was not taken, and why. */
export interface Refused {
  key: string;
  name: string;
  bytes: number;
  reason: string;
}

/** The offered files that no model asks for, once no model is under way that still may. */
export function notTaken(offered: readonly OfferedFile[], uploads: readonly ModelUpload[]): Refused[] {
  if (uploads.some(({ upload, data }) => !data && !isSettled(upload))) return [];
  return unclaimed(offered, uploads).map(({ key, file: { name, size } }) => ({
    key,
    name,
    bytes: size,
    reason: `${name} is no model, nor a file that one of the models here names as its data: Heatlas takes ONNX files, with their data and their facts (.json) beside them.`,
  }));
}

const readText = async (file: File): Promise<NamedText> => ({
  name: file.name,
  bytes: file.size,
  text: await file.text(),
});
