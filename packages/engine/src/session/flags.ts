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
  /**
   * Pixels', biases' and ε's shares together miss the class score by more than a thousandth. By every rule of LRP they have
   * all of it, so what is missing was rounded away, as where relevance grows far beyond the score, or got lost in the graph.
   */
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
  /** Undefined where no shares of the class score are defined: there conservation is not judged. */
  readonly balance?: RelevanceBalance | undefined;
}

/**
 * Where the class score f_c went, in shares of it (definitions.md §1; rule by rule in docs/methods.md). The rest is the
 * pixels', Σ R/f_c. Not finite where f_c is 0.
 */
export interface RelevanceBalance {
  /** |Σ R + R_bias + R_ε − f_c| / |f_c|: 0 where nothing is lost. */
  readonly conservation: number;
  /** R_bias / f_c: what arrived at the model's own numbers, which are biases and other constants among contributions. */
  readonly bias: number;
  /** R_ε / f_c: what kept denominators from zero took; of outputs to which nothing contributes, all their relevance. */
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

function isConstant(values: Float32Array): boolean {
  const first = values[0]!;
  for (let i = 1; i < values.length; i++) if (values[i] !== first) return false;
  return true;
}

/**
 * By their sum: in float64 no sum of so many float32s overflows, and NaN or infinity stay in it. Maps have hundreds of
 * thousands of values, and this takes a third of the time of any test of each number.
 */
function allFinite(values: Float32Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = values.length - (values.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += values[i]!;
    b += values[i + 1]!;
    c += values[i + 2]!;
    d += values[i + 3]!;
  }
  for (let i = whole; i < values.length; i++) a += values[i]!;
  return Number.isFinite(a + b + c + d);
}

export function mapFlags({ values, equalsVanilla, probability, balance }: MapFacts): Flag[] {
  const flags: Flag[] = [];
  if (isConstant(values)) flags.push("constant");
  if (!allFinite(values)) flags.push("not-finite");
  if (equalsVanilla) flags.push("equals-vanilla");
  if (probability > saturation) flags.push("saturated-softmax");
  if (balance && !(balance.conservation <= conservationTolerance)) flags.push("conservation-off");
  return flags;
}

/** The softmax probability of one class among an image's scores. */
export function probabilityOf(scores: Float32Array, target: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) highest = Math.max(highest, score);
  let total = 0;
  for (const score of scores) total += Math.exp(score - highest);
  return Math.exp(scores[target]! - highest) / total;
}
