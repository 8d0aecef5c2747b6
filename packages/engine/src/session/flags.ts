/** What makes a map worth doubting. */
export type Flag =
  /** All its values are equal. */
  | "constant"
  /** It holds NaN or infinity. */
  | "not-finite"
  /** By the rule it should differ from the vanilla gradient, but on this model no ReLU takes part. */
  | "equals-vanilla"
  /** The explained class has all the probability that float32 can tell from 1. */
  | "saturated-softmax"
  /** Relevance, biases' and ε's shares together miss the class score by more than a thousandth. */
  | "conservation-off";

/** The largest miss of conservation, as a share of the class score (definitions.md §1). */
const conservationTolerance = 1e-3;
const saturation = 1 - 1e-6;

export interface MapFacts {
  /** The image's part of the map. */
  readonly values: Float32Array;
  readonly equalsVanilla: boolean;
  /** The explained class's score and probability. */
  readonly logit: number;
  readonly probability: number;
  /** What biases and ε took; undefined for methods that share no relevance. */
  readonly shares?: { readonly bias: number; readonly epsilon: number } | undefined;
}

/** Σ R + R_bias + R_ε − f_c, as a share of f_c. */
export function conservationError(
  values: Float32Array,
  logit: number,
  shares: { bias: number; epsilon: number },
): number {
  const total = values.reduce((sum, v) => sum + v, 0);
  return Math.abs(total + shares.bias + shares.epsilon - logit) / Math.max(Math.abs(logit), Number.MIN_VALUE);
}

/** One pass with plain arithmetic: maps have hundreds of thousands of values, and a callback a value would be felt. */
function scan(values: Float32Array): { constant: boolean; finite: boolean } {
  const first = values[0]!;
  let constant = true;
  // 0 as long as all are finite, NaN from the first that is not.
  let nothing = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    nothing += value * 0;
    if (value !== first) constant = false;
  }
  return { constant, finite: nothing === 0 };
}

export function mapFlags({ values, equalsVanilla, logit, probability, shares }: MapFacts): Flag[] {
  const flags: Flag[] = [];
  const { constant, finite } = scan(values);
  if (constant) flags.push("constant");
  if (!finite) flags.push("not-finite");
  if (equalsVanilla) flags.push("equals-vanilla");
  if (probability > saturation) flags.push("saturated-softmax");
  if (shares && !(conservationError(values, logit, shares) <= conservationTolerance)) flags.push("conservation-off");
  return flags;
}

/** The softmax probability of one class among an image's scores. */
export function probabilityOf(scores: Float32Array, target: number): number {
  const highest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0);
  return Math.exp(scores[target]! - highest) / total;
}
