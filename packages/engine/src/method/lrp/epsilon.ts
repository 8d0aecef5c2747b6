import { pullbacks } from "../../pullback/table.ts";
import { perUnit } from "./denominator.ts";
import type { RelevanceContext, Rule } from "./ledger.ts";
import { biasTimes, findBias } from "./weights.ts";

/** Keeps denominators from zero where a rule has no ε of its own; Captum's. */
export const tiny = 1e-9;

/** What constants contribute to a layer's outputs, times s; undefined where there are none. */
function constantsTimes(context: RelevanceContext, s: string): string | undefined {
  const { emit, node, inputs, wants } = context;
  if (node.op === "Add" || node.op === "Sub") {
    const constant = inputs.findIndex((_, i) => !wants(i));
    if (constant < 0) return undefined;
    const product = emit("Mul", [s, inputs[constant]!]);
    return node.op === "Sub" && constant === 1 ? emit("Neg", [product]) : product;
  }
  const bias = findBias(context);
  return bias === undefined || wants(2) ? undefined : biasTimes(context, bias, s);
}

/**
 * R_j = Σ_k a_j w_jk/(z_k + ε·sign z_k)·R_k (Bach 2015): the input times the pullback of R/(z + ε·sign z), for any layer
 * that is linear in what it reads.
 */
export const epsilonRule =
  (epsilon: number): Rule =>
  (context) => {
    const { emit, node, inputs, output, wants } = context;
    const constants = (s: string) => constantsTimes(context, s);
    const s = perUnit(context, { z: output, epsilon, constants });
    // Two signals in one product, as in attention, share the relevance evenly.
    const both = node.op === "MatMul" && wants(0) && wants(1);
    return pullbacks[node.op]!({ ...context, dy: s, dys: [s], paired: false }).map((share, i) => {
      if (share === undefined) return undefined;
      const relevance = emit("Mul", [inputs[i]!, share]);
      return both ? emit("Mul", [relevance, context.builder.float(0.5)]) : relevance;
    });
  };
