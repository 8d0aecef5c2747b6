import type { Admission } from "@heatlas/engine";
import { InputError } from "../errors.ts";
import type { ChannelOrder, Standardise } from "../generated/prisma/enums.ts";
import { words } from "../words.ts";

/** What a person, or a side file, says of a model: all that its ONNX file does not. */
export interface ModelFacts {
  name: string;
  family: string;
  inputWidth?: number | null | undefined;
  inputHeight?: number | null | undefined;
  mean?: readonly number[] | null | undefined;
  std?: readonly number[] | null | undefined;
  standardise?: Standardise | null | undefined;
  channelOrder?: ChannelOrder | null | undefined;
  cropShare?: number | null | undefined;
  targetLayer?: string | null | undefined;
}

const maxInputSide = 4096;

/** The input size in pixels: the file's where it is fixed, else the one given. Throws InputError. */
export function inputSize(facts: ModelFacts, { input }: Pick<Admission, "input">): { width: number; height: number } {
  return {
    width: side("width", "inputWidth", input.width, facts.inputWidth),
    height: side("height", "inputHeight", input.height, facts.inputHeight),
  };
}

function side(word: string, field: string, fixed: number | null, given: number | null | undefined): number {
  if (fixed !== null) {
    if (given != null && given !== fixed) {
      throw new InputError(`The file fixes its input ${word} at ${fixed} pixels; ${given} was given.`, field);
    }
    return fixed;
  }
  if (given == null) {
    throw new InputError(
      `The file leaves its input ${word} free: say how many pixels the model was trained on.`,
      field,
    );
  }
  if (!Number.isInteger(given) || given < 1 || given > maxInputSide) {
    throw new InputError(`The input ${word} is ${given}; it can be a whole number from 1 to ${maxInputSide}.`, field);
  }
  return given;
}

/** The columns of a model's row that come from its facts. Throws InputError for the first that cannot be. */
export function checkFacts(facts: ModelFacts) {
  const standardise = facts.standardise ?? "fixed";
  const given = standardise === "fixed" || facts.mean != null || facts.std != null;
  return {
    name: words("name", "name", facts.name),
    family: words("family", "family", facts.family),
    standardise,
    channelOrder: facts.channelOrder ?? "rgb",
    // Pictures standardised by their own mean and deviation use neither.
    mean: given ? channels("mean", facts.mean) : [0, 0, 0],
    std: given ? deviations(channels("std", facts.std)) : [1, 1, 1],
    cropShare: share(facts.cropShare ?? 0.875),
  };
}

function channels(field: "mean" | "std", numbers: readonly number[] | null | undefined): number[] {
  if (!numbers)
    throw new InputError(`The ${field} is missing: give three numbers, red, green, blue, on the scale 0–255.`, field);
  if (numbers.length !== 3 || !numbers.every(Number.isFinite)) {
    throw new InputError(
      `The ${field} has to be three numbers, red, green, blue; [${numbers.join(", ")}] was given.`,
      field,
    );
  }
  return [...numbers];
}

function deviations(std: number[]): number[] {
  if (std.some((deviation) => deviation <= 0)) {
    throw new InputError(`Each std has to be greater than 0; [${std.join(", ")}] was given.`, "std");
  }
  return std;
}

function share(cropShare: number): number {
  if (!(cropShare > 0 && cropShare <= 1)) {
    throw new InputError(`The crop share is ${cropShare}; it can be more than 0 and at most 1.`, "cropShare");
  }
  return cropShare;
}
