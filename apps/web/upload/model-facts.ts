import { familyFromFileName } from "../text/family.ts";
import { labelSetName } from "./label-set-name.ts";
import { presetOf } from "./preset.ts";
import { keyOfModel, type SideFacts } from "./side-file.ts";

/** What admission found in the file itself. */
export interface AdmittedFacts {
  classCount: number;
  inputWidth: number | null;
  inputHeight: number | null;
  targetLayer: string | null;
}

/** The form's state: numbers stay the text that was typed, so that a half-typed number is not lost. */
export interface FactsDraft {
  name: string;
  family: string;
  inputWidth: string;
  inputHeight: string;
  mean: [string, string, string];
  std: [string, string, string];
  standardise: "fixed" | "per_image";
  channelOrder: "rgb" | "bgr";
  /** An existing set, or labels of a new one; null until chosen. */
  labels: { setId: string } | { setName: string; labels: string[] } | null;
  /** The set that the side file names: no other one is taken in its place. */
  namedSet: string | null;
  targetLayer: string;
}

export interface LabelSetChoice {
  id: string;
  name: string;
  classCount: number;
}

/** A form filled with all that the file, its side file and its name tell; the rest stays empty. */
export function draftFacts(fileName: string, admitted: AdmittedFacts, side: SideFacts): FactsDraft {
  return {
    name: side.name ?? fileName.replace(/\.onnx$/i, ""),
    family: side.family ?? familyFromFileName(fileName),
    inputWidth: text(side.inputWidth ?? admitted.inputWidth),
    inputHeight: text(side.inputHeight ?? admitted.inputHeight),
    mean: texts(side.mean),
    std: texts(side.std),
    standardise: side.standardise ?? "fixed",
    channelOrder: side.channelOrder ?? "rgb",
    labels: Array.isArray(side.labels)
      ? { setName: labelSetName(side.labels, keyOfModel(fileName)), labels: side.labels }
      : null,
    namedSet: typeof side.labels === "string" ? side.labels : null,
    targetLayer: side.targetLayer ?? "",
  };
}

/**
 * One set of the right size is almost surely the one; with several, only a person can tell. A set that came meanwhile, with
 * the first of several models, so serves those that still wait for labels.
 */
export function withFittingLabels(
  draft: FactsDraft,
  classCount: number,
  labelSets: readonly LabelSetChoice[],
): FactsDraft {
  if (draft.labels) return draft;
  const { namedSet } = draft;
  const fitting = labelSets.filter(
    (set) => set.classCount === classCount && (namedSet === null || set.name === namedSet),
  );
  return fitting.length === 1 ? { ...draft, labels: { setId: fitting[0]!.id } } : draft;
}

/** Labels that were dropped as a file of their own, for a model with as many outputs. */
export function withOfferedLabels(draft: FactsDraft, classCount: number, offered: readonly string[][]): FactsDraft {
  const labels = offered.findLast((list) => list.length === classCount);
  return labels ? { ...draft, labels: { setName: labelSetName(labels, "New"), labels } } : draft;
}

/** What still keeps the model from being added, one sentence a field; empty when nothing does. */
export function missingFacts(draft: FactsDraft, classCount: number): Partial<Record<keyof FactsDraft, string>> {
  const missing: Partial<Record<keyof FactsDraft, string>> = {};
  if (draft.name.trim() === "") missing.name = "Give the model a name.";
  if (draft.family.trim() === "") missing.family = "Name its architecture's family, for example ResNet.";
  if (!isSide(draft.inputWidth) || !isSide(draft.inputHeight)) missing.inputWidth = "Give the input's size in pixels.";
  if (draft.standardise === "fixed") {
    if (!draft.mean.every(isNumber)) missing.mean = "Choose how pixels are scaled, or give a mean for each channel.";
    if (!draft.std.every((value) => isNumber(value) && Number(value) > 0)) {
      missing.std = "Give a deviation above 0 for each channel.";
    }
  }
  const { labels, namedSet } = draft;
  const outputs = classCount.toLocaleString("en");
  if (!labels && namedSet !== null) {
    missing.labels = `There is no label set "${namedSet}" of ${outputs} classes: choose another one, or drop the labels.`;
  } else if (!labels) {
    missing.labels = `Choose or drop the ${outputs} labels of its outputs.`;
  } else if ("labels" in labels && labels.labels.length !== classCount) {
    const count = labels.labels.length.toLocaleString("en");
    missing.labels = `The model has ${outputs} outputs, but the file lists ${count} labels.`;
  }
  return missing;
}

export type ModelFacts = ReturnType<typeof toFacts>;

/** The draft as the API takes it; only for a draft that misses nothing. */
export function toFacts(draft: FactsDraft) {
  const perImage = draft.standardise === "per_image";
  return {
    name: draft.name.trim(),
    family: draft.family.trim(),
    inputWidth: Number(draft.inputWidth),
    inputHeight: Number(draft.inputHeight),
    // Per-image standardisation computes its own; the neutral pair keeps the columns meaningful.
    mean: perImage ? [0, 0, 0] : draft.mean.map(Number),
    std: perImage ? [1, 1, 1] : draft.std.map(Number),
    standardise: draft.standardise,
    channelOrder: draft.channelOrder,
    labels: draft.labels!,
    targetLayer: draft.targetLayer.trim() === "" ? null : draft.targetLayer.trim(),
  };
}

/** The facts that models of one source share: scaling, channel order, and the labels where the outputs are as many. */
export function shareFacts(
  from: { draft: FactsDraft; classCount: number },
  to: { draft: FactsDraft; classCount: number },
): FactsDraft {
  const { mean, std, standardise, channelOrder, labels } = from.draft;
  return {
    ...to.draft,
    mean: [...mean],
    std: [...std],
    standardise,
    channelOrder,
    inputWidth: to.draft.inputWidth || from.draft.inputWidth,
    inputHeight: to.draft.inputHeight || from.draft.inputHeight,
    labels: from.classCount === to.classCount ? labels : to.draft.labels,
  };
}

/** The preset that the typed numbers are; "" before anything is typed, "custom" for any others. */
export function presetIdOf({ mean, std }: Pick<FactsDraft, "mean" | "std">): string {
  if ([...mean, ...std].every((value) => value === "")) return "";
  return presetOf({ mean: numbers(mean), std: numbers(std) })?.id ?? "custom";
}

const numbers = (values: readonly string[]) => values.map(Number) as [number, number, number];
const text = (value: number | null | undefined) => (value === null || value === undefined ? "" : String(value));
const texts = (values: readonly number[] | undefined) =>
  (values ?? ["", "", ""]).map(String) as [string, string, string];
const isNumber = (value: string) => value.trim() !== "" && Number.isFinite(Number(value));
const isSide = (value: string) => /^[1-9]\d*$/.test(value.trim());
