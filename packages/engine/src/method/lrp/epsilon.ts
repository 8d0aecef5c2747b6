import type { Pullback, PullbackContext } from "../../pullback/pullback.ts";
import { pullbacks } from "../../pullback/table.ts";
import type { Ledger } from "./ledger.ts";

/** z + ε·sign z with sign 0 = +1, and the ε part alone. */
export function stabilise(
  { builder, emit }: PullbackContext,
  z: string,
  epsilon: number,
): { sum: string; part: string } {
  const positive = emit("GreaterOrEqual", [z, builder.float(0)]);
  const part = emit("Where", [positive, builder.float(epsilon), builder.float(-epsilon)]);
  return { sum: emit("Add", [z, part]), part };
}

/** What the biases of a layer take of the relevance per unit of its outputs `s`; undefined where it has none. */
function biasPart(
  { builder, emit, node, inputs, wants, shape, output }: PullbackContext,
  s: string,
): string | undefined {
  if (node.op === "Add" || node.op === "Sub") {
    const constant = inputs.findIndex((_, i) => !wants(i));
    if (constant < 0) return undefined;
    const product = emit("Mul", [s, inputs[constant]!]);
    return node.op === "Sub" && constant === 1 ? emit("Neg", [product]) : product;
  }
  const bias = inputs[2];
  if (!bias || wants(2)) return undefined;
  const channels = node.op === "Gemm" ? [] : shape(output).slice(2);
  const shaped = channels.length > 0 ? emit("Reshape", [bias, builder.int([1, -1, ...channels.map(() => 1)])]) : bias;
  return emit("Mul", [s, shaped]);
}

/**
 * R_j = Σ_k a_j w_jk/(z_k + ε·sign z_k)·R_k (Bach 2015): the input times the pullback of R/(z + ε·sign z), for any layer
 * that is linear in what it reads.
 *
 * @param ledger where to note what biases and ε take; undefined to emit neither
 */
export const epsilonRule =
  (epsilon: number, ledger?: Ledger): Pullback =>
  (context) => {
    const { emit, node, inputs, output, dy, wants } = context;
    const { sum, part } = stabilise(context, output, epsilon);
    const s = emit("Div", [dy, sum]);
    if (ledger) {
      const taken = biasPart(context, s);
      if (taken !== undefined) ledger.bias(context, taken);
      ledger.epsilon(context, emit("Mul", [s, part]));
    }
    // Two signals in one product, as in attention, share the relevance evenly.
    const both = node.op === "MatMul" && wants(0) && wants(1);
    return pullbacks[node.op]!({ ...context, dy: s, dys: [s] }).map((share, i) => {
      if (share === undefined) return undefined;
      const relevance = emit("Mul", [inputs[i]!, share]);
      return both ? emit("Mul", [relevance, context.builder.float(0.5)]) : relevance;
    });
  };
