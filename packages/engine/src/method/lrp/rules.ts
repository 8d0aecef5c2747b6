import type { Shape } from "../../graph/graph.ts";
import { isNonNegative } from "../../graph/sign.ts";
import type { Pullback, PullbackContext } from "../../pullback/pullback.ts";
import { epsilonRule, stabilise } from "./epsilon.ts";
import { findBias, hasWeights, layerOutput, layerPullback, negativePart, positivePart } from "./weights.ts";

/** Keeps denominators from zero where a rule has no ε of its own; Captum's. */
export const tiny = 1e-9;

/** A rule for layers with weights; products of two signals follow the ε rule. */
const forWeights =
  (rule: (context: PullbackContext) => string): Pullback =>
  (context) =>
    hasWeights(context) ? [rule(context)] : epsilonRule(tiny)(context);

/** R/(z + tiny·sign z). */
const perOutput = (context: PullbackContext, relevance: string, z: string): string =>
  context.emit("Div", [relevance, stabilise(context, z, tiny).sum]);

/** Σ_j a_j(w + γw⁺)/Σ a(w + γw⁺)·R, the bias treated alike (Montavon 2019). */
export const gammaRule = (gamma: number): Pullback =>
  forWeights((context) => {
    const { builder, emit, inputs, dy } = context;
    const raised = (name: string) =>
      emit("Add", [name, emit("Mul", [positivePart(context, name), builder.float(gamma)])]);
    const bias = findBias(context);
    const weight = raised(inputs[1]!);
    const z = layerOutput(context, inputs[0]!, weight, bias && raised(bias));
    return emit("Mul", [inputs[0]!, layerPullback(context, weight, perOutput(context, dy, z))]);
  });

/** Contributions of one sign: what they sum to, and how they share what each output gets. */
function contributions(context: PullbackContext, sign: "positive" | "negative") {
  const { emit, inputs } = context;
  const [x, weight, bias] = [inputs[0]!, inputs[1]!, findBias(context)];
  const [same, other] = sign === "positive" ? [positivePart, negativePart] : [negativePart, positivePart];
  const plain = isNonNegative(context.builder, x);
  const above = { x: plain ? x : positivePart(context, x), w: same(context, weight) };
  const below = { x: negativePart(context, x), w: other(context, weight) };
  const upper = layerOutput(context, above.x, above.w, bias && same(context, bias));
  const sum = plain ? upper : emit("Add", [upper, layerOutput(context, below.x, below.w)]);
  const share = (s: string) => {
    const first = emit("Mul", [above.x, layerPullback(context, above.w, s)]);
    return plain ? first : emit("Add", [first, emit("Mul", [below.x, layerPullback(context, below.w, s)])]);
  };
  return { sum, share };
}

/** α times the positive contributions' shares less β times the negative ones' (Bach 2015). */
export const alphaBetaRule = (alpha: number, beta: number): Pullback =>
  forWeights((context) => {
    const { builder, emit, dy } = context;
    const part = (sign: "positive" | "negative", factor: number) => {
      const { sum, share } = contributions(context, sign);
      return emit("Mul", [share(perOutput(context, dy, sum)), builder.float(factor)]);
    };
    return beta === 0 ? part("positive", alpha) : emit("Sub", [part("positive", alpha), part("negative", beta)]);
  });

/** Positive contributions only: α = 1, β = 0 (Montavon 2017). */
export const zPlusRule: Pullback = alphaBetaRule(1, 0);

/** A shape for one image: axes that hold the batch become 1, and broadcast. */
const ofOne = (shape: Shape): number[] => shape.map((d) => (typeof d === "number" ? d : 1));

/** Shares by constant weights, whatever the input: their layer on an image of ones is a constant of the graph. */
const byWeights = (weightOf: (context: PullbackContext) => string): Pullback =>
  forWeights((context) => {
    const { builder, emit, inputs, shape, dy } = context;
    const weight = weightOf(context);
    const ones = emit("Expand", [builder.float(1), builder.int(ofOne(shape(inputs[0]!)))]);
    return layerPullback(context, weight, perOutput(context, dy, layerOutput(context, ones, weight)));
  });

/** w²/Σw² (Montavon 2017). */
export const wSquaredRule: Pullback = byWeights(({ emit, inputs }) => emit("Mul", [inputs[1]!, inputs[1]!]));

/** Evenly over what an output looks at (Lapuschkin 2019). */
export const flatRule: Pullback = byWeights(({ builder, emit, inputs, shape }) =>
  emit("Expand", [builder.float(1), builder.int(shape(inputs[1]!).map(Number))]),
);

/**
 * For pixels between `low` and `high`: (x·w − l·w⁺ − h·w⁻)/Σ(…)·R, without biases (Montavon 2017).
 *
 * @param low lowest value of each channel, [C]
 * @param high highest value of each channel, [C]
 */
export const zBoxRule = (low: readonly number[], high: readonly number[]): Pullback =>
  forWeights((context) => {
    const { builder, emit, inputs, shape, dy } = context;
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
    const s = perOutput(context, dy, minus(parts.map((part) => layerOutput(context, part.x, part.w))));
    return minus(parts.map((part) => emit("Mul", [part.x, layerPullback(context, part.w, s)])));
  });
