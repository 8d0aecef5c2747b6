import { pullbacks } from "../pullback/table.ts";
import { getLayer, positiveSum } from "./cam.ts";
import type { GraphMethod } from "./method.ts";

/** ReLU(Σ_k ReLU(g) ⊙ A_k) (Jiang 2021). */
export const layerCam: GraphMethod = {
  slug: "layer-cam",
  name: "Layer-CAM",
  signed: false,
  grid: "layer",
  reduction: "none",
  description: "Activations weighted by their own positive gradients, place by place (Jiang 2021).",
  parameters: {},
  emit: (context) => {
    const { tensor } = getLayer(context);
    const { emit } = context.builder;
    return positiveSum(context, emit("Mul", [emit("Relu", [context.gradient(pullbacks, tensor)]), tensor]));
  },
};
