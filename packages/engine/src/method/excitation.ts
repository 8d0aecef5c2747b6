import { EngineError } from "../errors.ts";
import { getLayer } from "./cam.ts";
import { perUnit } from "./lrp/denominator.ts";
import { epsilonRule, tiny } from "./lrp/epsilon.ts";
import type { Rule } from "./lrp/ledger.ts";
import { lrpTable } from "./lrp/table.ts";
import { hasWeights, layerOutput, layerPullback, positivePart } from "./lrp/weights.ts";
import type { GraphMethod } from "./method.ts";

/** P_j = Σ_k a_j w⁺_jk/Σ_i a_i w⁺_ik·P_k: positive weights, no biases, activations as they are. */
const rule: Rule = (context) => {
  if (!hasWeights(context)) return epsilonRule(tiny)(context);
  const { emit, inputs } = context;
  const weight = positivePart(context, inputs[1]!);
  const z = layerOutput(context, inputs[0]!, weight);
  const s = perUnit(context, { z, epsilon: tiny });
  return [emit("Mul", [inputs[0]!, layerPullback(context, weight, s)])];
};

/** Excitation backpropagation (Zhang 2016), down to the target layer (summed over channels) or to the picture. */
export const excitation: GraphMethod = {
  slug: "excitation",
  name: "Excitation backprop",
  signed: false,
  grid: "layer",
  gridOf: ({ at }) => (at === "input" ? "input" : "layer"),
  reduction: "sum",
  description: "The chance that a walk back along exciting connections passes here (Zhang 2016).",
  parameters: { at: "layer" },
  check: ({ at }) => {
    if (at === "layer" || at === "input") return;
    throw new EngineError(
      "bad-parameter",
      `The parameter "at" is ${JSON.stringify(at)}; it takes "layer" or "input".`,
      { name: "at" },
    );
  },
  emit: (context) => {
    const { builder, input, parameters } = context;
    const table = lrpTable(rule, epsilonRule(tiny));
    if (parameters.at === "input") return context.gradient(table, input);
    const chance = context.gradient(table, getLayer(context).tensor);
    return builder.emit("ReduceSum", [chance, builder.int([1])], { keepdims: 1 });
  },
};
