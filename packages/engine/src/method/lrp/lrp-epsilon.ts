import { EngineError } from "../../errors.ts";
import type { GraphMethod, Parameters } from "../method.ts";
import { epsilonRule } from "./epsilon.ts";
import { emitRelevance } from "./relevance.ts";

/** @throws EngineError `bad-parameter` */
export function checkEpsilon({ epsilon }: Parameters): void {
  if (typeof epsilon === "number" && epsilon > 0 && Number.isFinite(epsilon)) return;
  throw new EngineError(
    "bad-parameter",
    `The parameter "epsilon" is ${JSON.stringify(epsilon)}; it takes a number above 0.`,
    { name: "epsilon" },
  );
}

/** The ε rule in every layer (Bach 2015), BatchNormalization folded first. */
export const lrpEpsilon: GraphMethod = {
  slug: "lrp-epsilon",
  name: "LRP-ε",
  signed: true,
  grid: "input",
  reduction: "sum",
  description: "The class score shared out backwards, layer by layer, by what each neuron contributed (Bach 2015).",
  parameters: { epsilon: 1e-6 },
  check: checkEpsilon,
  emit: (context) => {
    const rule = epsilonRule(Number(context.parameters.epsilon));
    return emitRelevance(context, rule, rule);
  },
};
