import { readLabelsFile } from "./labels-file.ts";
import { modelOfSideFile, readSideFile, type SideFacts } from "./side-file.ts";

export interface NamedText {
  name: string;
  bytes: number;
  text: string;
}

export interface SortedTexts {
  /** Facts by the name of the model that they belong to. */
  sides: Map<string, SideFacts>;
  labels: string[][];
  refused: { name: string; bytes: number; reason: string }[];
}

/**
 * Tells side files from lists of labels. A text named as a model is its side file, whatever it holds; a list of labels
 * belongs to every model with as many outputs; anything else is the side file of a model that is still to come.
 */
export function sortModelTexts(texts: readonly NamedText[], models: ReadonlySet<string>): SortedTexts {
  const sorted: SortedTexts = { sides: new Map(), labels: [], refused: [] };
  for (const { name, bytes, text } of texts) {
    const model = modelOfSideFile(name);
    const list = readLabelsFile(text, name);
    const side = readSideFile(text, name);
    if ("labels" in list && !models.has(model)) sorted.labels.push(list.labels);
    else if ("facts" in side) sorted.sides.set(model, side.facts);
    else
      sorted.refused.push({
        name,
        bytes,
        reason: /\.txt$/i.test(name) && "refusal" in list ? list.refusal : side.refusal,
      });
  }
  return sorted;
}
