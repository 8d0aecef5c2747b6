import { countWord, listText } from "../text/count.ts";
import { probabilityText, scoreText } from "../text/probability.ts";
import { cutTree, defaultCut, lastJoiner, type Tree } from "./dendrogram.prepare.ts";

export interface FindingInput extends Tree {
  /** Model names in the leaf set's order. */
  names: readonly string[];
  similarities: readonly (readonly (number | null)[])[];
  /** The true class, if it is known, in its short form; else null. */
  noun: string | null;
}

/** What the tree shows, as the page's title. */
export function findingSentence(input: FindingInput): string {
  const { leafCount, names } = input;
  const picture = `this ${input.noun ?? "picture"}`;
  if (leafCount < 2) return `Only ${names[0] ?? "one model"} explains ${picture}`;
  if (leafCount === 2) {
    return `${listText(names)} explain ${picture} with a similarity of ${scoreText(input.similarities[0]?.[1])}`;
  }
  const joiner = lastJoiner(input);
  if (joiner !== null) return `${names[joiner]} explains ${picture} unlike the other ${countWord(leafCount - 1)}`;
  return `The models explain ${picture} in two ways`;
}

export interface PredictionInput {
  /** Short label of the model's top-1, null where it is not known. */
  label: string | null;
  probability: number | null;
}

/** The sentence under the title: where the joiner joins or who is in which half, and what the models say. */
export function findingDetail(input: FindingInput, predictions: readonly PredictionInput[]): string {
  return [structureSentence(input), verdictSentence(predictions)].filter((sentence) => sentence !== "").join(" ");
}

function structureSentence(input: FindingInput): string {
  const height = input.merges.at(-1)?.height;
  if (height === undefined || input.leafCount < 3) return "";
  if (lastJoiner(input) !== null) return `It joins last, at ${height.toFixed(2)}.`;
  const halves = cutTree(input, defaultCut(input)).map((half) => listText(half.map((leaf) => input.names[leaf]!)));
  return `${halves.join(" on one side, ")} on the other, joined at ${height.toFixed(2)}.`;
}

function verdictSentence(predictions: readonly PredictionInput[]): string {
  const labels = predictions.map(({ label }) => label).filter((label) => label !== null);
  if (labels.length === 0) return "";
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1]);
  const [top, votes] = ranked[0]!;
  if (labels.length === 1) return `It says ${top} (${probabilityText(predictions[0]!.probability)}).`;
  if (votes === labels.length) return `${labels.length === 2 ? "Both" : `All ${countWord(votes)}`} models say ${top}.`;
  if (votes === 1) return `No two models say the same: ${listText(ranked.map(([label]) => label))}.`;
  const others = ranked.slice(1).map(([label]) => label);
  const rest = labels.length - votes === 1 ? "the other says" : "the others say";
  return `${capital(countWord(votes))} of ${countWord(labels.length)} models say ${top}; ${rest} ${listText(others)}.`;
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
