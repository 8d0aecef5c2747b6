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
  /** The explained class's. */
  readonly probability: number;
  /** Undefined for methods that share no relevance. */
  readonly balance?: RelevanceBalance | undefined;
}

/** Where the class score f_c went, in shares of it (definitions.md §1). Not finite where f_c is 0. */
export interface RelevanceBalance {
  /** |Σ R + R_bias + R_ε − f_c| / |f_c|: 0 where nothing is lost. */
  readonly conservation: number;
  /** R_bias / f_c. */
  readonly bias: number;
  /** R_ε / f_c. */
  readonly epsilon: number;
}

/** @param taken R_bias and R_ε */
export function relevanceBalance(
  values: Float32Array,
  logit: number,
  taken: { readonly bias: number; readonly epsilon: number },
): RelevanceBalance {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return {
    conservation: Math.abs(total + taken.bias + taken.epsilon - logit) / Math.abs(logit),
    bias: taken.bias / logit,
    epsilon: taken.epsilon / logit,
  };
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

export function mapFlags({ values, equalsVanilla, probability, balance }: MapFacts): Flag[] {
  const flags: Flag[] = [];
  const { constant, finite } = scan(values);
  if (constant) flags.push("constant");
  if (!finite) flags.push("not-finite");
  if (equalsVanilla) flags.push("equals-vanilla");
  if (probability > saturation) flags.push("saturated-softmax");
  if (balance && !(balance.conservation <= conservationTolerance)) flags.push("conservation-off");
  return flags;
}

/** The softmax probability of one class among an image's scores. */
export function probabilityOf(scores: Float32Array, target: number): number {
  const highest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0);
  return Math.exp(scores[target]! - highest) / total;
}
