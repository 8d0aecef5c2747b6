import { emitPositivePart } from "../graph/sign.ts";
import type { Pullback } from "../pullback/pullback.ts";
import type { GraphMethod } from "./method.ts";
import { checkReluScope, isOutOfScope, reluScopeDefaults, reluTable } from "./relu-scope.ts";

/** max(dy, 0), whatever the forward sign. */
const rule: Pullback = ({ builder, dy }) => [emitPositivePart(builder, dy)];

/** At each ReLU: only positive gradients (Zeiler & Fergus 2013). */
export const deconvnet: GraphMethod = {
  slug: "deconvnet",
  name: "Deconvnet",
  signed: false,
  grid: "input",
  reduction: "abs-sum",
  description: "The network run backwards, with a ReLU at every ReLU (Zeiler & Fergus 2013).",
  parameters: reluScopeDefaults,
  check: checkReluScope,
  equalsVanilla: isOutOfScope,
  emit: (context) => context.gradient(reluTable(context, rule), context.input),
};
