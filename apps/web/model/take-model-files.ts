import type { DroppedFile } from "../upload/dropped-files.ts";
import { keyOfModel } from "../upload/side-file.ts";
import { type NamedText, type SortedTexts, sortModelTexts } from "../upload/sort-model-texts.ts";

export interface TakenFiles extends SortedTexts {
  models: File[];
}

/** Models, side files, labels and what is none of them, out of one drop. `known` are the models that came before. */
export async function takeModelFiles(files: readonly DroppedFile[], known: readonly string[]): Promise<TakenFiles> {
  const named = (pattern: RegExp) => files.filter(({ file }) => pattern.test(file.name)).map(({ file }) => file);
  const models = named(/\.onnx$/i);
  const texts = await Promise.all(named(/\.(json|txt)$/i).map(readText));
  const sorted = sortModelTexts(texts, new Set([...known, ...models.map(({ name }) => keyOfModel(name))]));
  const others = named(/^(?!.*\.(onnx|json|txt)$)/i).map(({ name, size }) => ({
    name,
    bytes: size,
    reason: `${name} is no model: Heatlas takes ONNX files, with their facts in .json files beside them.`,
  }));
  return { ...sorted, models, refused: [...others, ...sorted.refused] };
}

const readText = async (file: File): Promise<NamedText> => ({
  name: file.name,
  bytes: file.size,
  text: await file.text(),
});
