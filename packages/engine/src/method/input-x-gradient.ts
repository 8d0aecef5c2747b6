import { pullbacks } from "../pullback/table.ts";
import type { GraphMethod } from "./method.ts";

/** x ⊙ ∂f_c/∂x (Shrikumar 2016). */
export const inputXGradient: GraphMethod = {
  slug: "input-x-gradient",
  name: "Input × gradient",
  signed: true,
  grid: "input",
  reduction: "sum",
  description: "Each pixel times its gradient: what it adds to the score where the network is linear (Shrikumar 2016).",
  parameters: {},
  emit: ({ builder, gradient, input }) => builder.emit("Mul", [input, gradient(pullbacks, input)]),
};
