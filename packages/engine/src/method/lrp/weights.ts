import { number } from "../../graph/attributes.ts";
import type { PullbackContext } from "../../pullback/pullback.ts";
import { pullbacks } from "../../pullback/table.ts";

/** The positive part. Of a constant, runtimes compute it once, when they load the graph. */
export const positivePart = ({ emit }: PullbackContext, name: string): string => emit("Relu", [name]);

/** The negative part: min(v, 0). */
export const negativePart = ({ emit }: PullbackContext, name: string): string =>
  emit("Neg", [emit("Relu", [emit("Neg", [name])])]);

/** Whether a weighted layer has constant weights, as every layer but a product of two signals has. */
export const hasWeights = ({ inputs, wants }: PullbackContext): boolean =>
  wants(0) && !wants(1) && inputs[1] !== undefined;

/** The layer on another input, with other weights and bias; undefined leaves the bias out. */
export function layerOutput(
  { emit, node, attributes }: PullbackContext,
  x: string,
  weight: string,
  bias?: string,
): string {
  return emit(node.op, bias === undefined ? [x, weight] : [x, weight, bias], attributes);
}

/** The layer's pullback at x with other weights. */
export function layerPullback(context: PullbackContext, weight: string, s: string): string {
  const inputs = [context.inputs[0]!, weight];
  const [dx] = pullbacks[context.node.op]!({
    ...context,
    inputs,
    dy: s,
    dys: [s],
    // Between two layers, relevance is multiplied with both.
    paired: false,
    wants: (i) => i === 0,
  });
  return dx!;
}

/** The layer's bias; undefined where it has none. A Resize, which shares as layers do, has its scales in that place. */
export const findBias = ({ node, inputs }: PullbackContext): string | undefined =>
  (node.op !== "Resize" && inputs[2]) || undefined;

/** What a bias contributes to each of a weighted layer's outputs, times s. */
export function biasTimes(
  { builder, emit, node, attributes, shape, output }: PullbackContext,
  bias: string,
  s: string,
) {
  if (node.op === "Gemm") {
    const beta = number(attributes, "beta", 1);
    const product = emit("Mul", [s, bias]);
    return beta === 1 ? product : emit("Mul", [product, builder.float(beta)]);
  }
  const grid = shape(output).slice(2);
  return emit("Mul", [s, emit("Reshape", [bias, builder.int([1, -1, ...grid.map(() => 1)])])]);
}
