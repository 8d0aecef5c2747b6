import type { Shape } from "../../graph/graph.ts";
import { isNonNegative } from "../../graph/sign.ts";
import type { PullbackContext } from "../../pullback/pullback.ts";
import { type Contributions, perUnit } from "./denominator.ts";
import { epsilonRule, tiny } from "./epsilon.ts";
import type { RelevanceContext, Rule } from "./ledger.ts";
import { biasTimes, findBias, hasWeights, layerOutput, layerPullback, negativePart, positivePart } from "./weights.ts";

/** A rule for layers with weights; products of two signals follow the ε rule. */
const forWeights =
  (rule: (context: RelevanceContext) => string): Rule =>
  (context) =>
    hasWeights(context) ? [rule(context)] : epsilonRule(tiny)(context);

/** s of an output's contributions z, in which `bias`, if there is one, has its part. */
function perOutput(context: RelevanceContext, z: string, bias?: string, factor?: number): string {
  const constants: Contributions["constants"] = (s) => bias && biasTimes(context, bias, s);
  return perUnit(context, { z, epsilon: tiny, constants, ...(factor !== undefined && { factor }) });
}

/** Σ_j a_j(w + γw⁺)/Σ a(w + γw⁺)·R, the bias treated alike (Montavon 2019). */
export const gammaRule = (gamma: number): Rule =>
  forWeights((context) => {
    const { builder, emit, inputs } = context;
    const raised = (name: string) =>
      emit("Add", [name, emit("Mul", [positivePart(context, name), builder.float(gamma)])]);
    const weight = raised(inputs[1]!);
    const given = findBias(context);
    const bias = given && raised(given);
    const z = layerOutput(context, inputs[0]!, weight, bias);
    return emit("Mul", [inputs[0]!, layerPullback(context, weight, perOutput(context, z, bias))]);
  });

/** Contributions of one sign: what they sum to, the bias among them, and how inputs share what each output gets. */
function contributions(context: PullbackContext, sign: "positive" | "negative") {
  const { emit, inputs } = context;
  const [x, weight, given] = [inputs[0]!, inputs[1]!, findBias(context)];
  const [same, other] = sign === "positive" ? [positivePart, negativePart] : [negativePart, positivePart];
  const plain = isNonNegative(context.builder, x);
  const above = { x: plain ? x : positivePart(context, x), w: same(context, weight) };
  const below = { x: negativePart(context, x), w: other(context, weight) };
  const bias = given && same(context, given);
  const upper = layerOutput(context, above.x, above.w, bias);
  const sum = plain ? upper : emit("Add", [upper, layerOutput(context, below.x, below.w)]);
  const share = (s: string) => {
    const first = emit("Mul", [above.x, layerPullback(context, above.w, s)]);
    return plain ? first : emit("Add", [first, emit("Mul", [below.x, layerPullback(context, below.w, s)])]);
  };
  return { sum, bias, share };
}

/** α times the positive contributions' shares less β times the negative ones' (Bach 2015). */
export const alphaBetaRule = (alpha: number, beta: number): Rule =>
  forWeights((context) => {
    const { builder, emit } = context;
    const part = (kind: "positive" | "negative", weight: number, sign: 1 | -1) => {
      const { sum, bias, share } = contributions(context, kind);
      const s = perOutput(context, sum, bias, sign * weight);
      return emit("Mul", [share(s), builder.float(weight)]);
    };
    if (beta === 0) return part("positive", alpha, 1);
    return emit("Sub", [part("positive", alpha, 1), part("negative", beta, -1)]);
  });

/** Positive contributions only: α = 1, β = 0 (Montavon 2017). */
export const zPlusRule: Rule = alphaBetaRule(1, 0);

/** A shape for one image: axes that hold the batch become 1, and broadcast. */
const ofOne = (shape: Shape): number[] => shape.map((d) => (typeof d === "number" ? d : 1));

/** Shares by constant weights, whatever the input: their layer on an image of ones is a constant of the graph. */
const byWeights = (weightOf: (context: PullbackContext) => string): Rule =>
  forWeights((context) => {
    const { builder, emit, inputs, shape } = context;
    const weight = weightOf(context);
    const ones = emit("Expand", [builder.float(1), builder.int(ofOne(shape(inputs[0]!)))]);
    return layerPullback(context, weight, perOutput(context, layerOutput(context, ones, weight)));
  });

/** w²/Σw² (Montavon 2017). */
export const wSquaredRule: Rule = byWeights(({ emit, inputs }) => emit("Mul", [inputs[1]!, inputs[1]!]));

/** Evenly over what an output looks at (Lapuschkin 2019). */
export const flatRule: Rule = byWeights(({ builder, emit, inputs, shape }) =>
  emit("Expand", [builder.float(1), builder.int(shape(inputs[1]!).map(Number))]),
);

/**
 * For pixels between `low` and `high`: (x·w − l·w⁺ − h·w⁻)/Σ(…)·R, without biases (Montavon 2017).
 *
 * @param low lowest value of each channel, [C]
 * @param high highest value of each channel, [C]
 */
export const zBoxRule = (low: readonly number[], high: readonly number[]): Rule =>
  forWeights((context) => {
    const { builder, emit, inputs, shape } = context;
    const [x, weight] = inputs as [string, string];
    const dims = ofOne(shape(x));
    const bound = (values: readonly number[]) =>
      emit("Expand", [builder.float(values, [1, values.length, ...dims.slice(2).map(() => 1)]), builder.int(dims)]);
    const parts = [
      { x, w: weight },
      { x: bound(low), w: positivePart(context, weight) },
      { x: bound(high), w: negativePart(context, weight) },
    ];
    const minus = (names: readonly string[]) => emit("Sub", [emit("Sub", [names[0]!, names[1]!]), names[2]!]);
    const s = perOutput(context, minus(parts.map((part) => layerOutput(context, part.x, part.w))));
    return minus(parts.map((part) => emit("Mul", [part.x, layerPullback(context, part.w, s)])));
  });
