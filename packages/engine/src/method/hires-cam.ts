import { pullbacks } from "../pullback/table.ts";
import { getLayer, positiveSum } from "./cam.ts";
import type { GraphMethod } from "./method.ts";

/** ReLU(Σ_k g ⊙ A_k) (Draelos 2020). */
export const hiResCam: GraphMethod = {
  slug: "hires-cam",
  name: "HiResCAM",
  signed: false,
  grid: "layer",
  reduction: "none",
  description: "Activations times their gradients, place by place: what the layer adds to the score (Draelos 2020).",
  parameters: {},
  emit: (context) => {
    const { tensor } = getLayer(context);
    return positiveSum(context, context.builder.emit("Mul", [context.gradient(pullbacks, tensor), tensor]));
  },
};
