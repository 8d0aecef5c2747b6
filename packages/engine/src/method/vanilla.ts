import { pullbacks } from "../pullback/table.ts";
import type { GraphMethod } from "./method.ts";

/** ∂f_c/∂x (Simonyan 2013). */
export const vanilla: GraphMethod = {
  slug: "vanilla",
  name: "Vanilla gradient",
  signed: false,
  grid: "input",
  reduction: "abs-sum",
  description: "How much the class score moves when a pixel moves: the plain gradient (Simonyan 2013).",
  parameters: {},
  emit: ({ gradient, input }) => gradient(pullbacks, input),
};
