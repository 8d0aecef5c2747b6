import { emitPositivePart } from "../graph/sign.ts";
import type { Pullback } from "../pullback/pullback.ts";
import { emitMasked } from "../pullback/relu.ts";
import type { GraphMethod, MethodContext } from "./method.ts";
import { checkReluScope, isOutOfScope, reluScopeDefaults, reluTable } from "./relu-scope.ts";

/** 1[y>0]·max(dy, 0). */
const rule: Pullback = ({ builder, dy, output }) => [emitMasked(builder, emitPositivePart(builder, dy), output)];

/** The guided gradient at the picture: [N, 3, H, W]. */
export const emitGuided = (context: MethodContext): string => context.gradient(reluTable(context, rule), context.input);

/** At each ReLU: only positive gradients, only where it was active (Springenberg 2014). */
export const guided: GraphMethod = {
  slug: "guided",
  name: "Guided backpropagation",
  signed: false,
  grid: "input",
  reduction: "abs-sum",
  description: "The gradient that takes only paths which speak for the class at every ReLU (Springenberg 2014).",
  parameters: reluScopeDefaults,
  check: checkReluScope,
  equalsVanilla: isOutOfScope,
  emit: emitGuided,
};
