import { pullbacks } from "../pullback/table.ts";
import { getLayer, weightedSum } from "./cam.ts";
import type { GraphMethod } from "./method.ts";

/** α_k = Σ_ij g_ij A_ij/(Σ_ij A_ij + 1e-7) (Fu 2020). */
export const xGradCam: GraphMethod = {
  slug: "xgrad-cam",
  name: "XGrad-CAM",
  signed: false,
  grid: "layer",
  reduction: "none",
  description: "Grad-CAM whose weights are gradients averaged by activation (Fu 2020).",
  parameters: {},
  emit: (context) => {
    const { builder } = context;
    const { emit } = builder;
    const layer = getLayer(context);
    const sum = (name: string) => emit("ReduceSum", [name, builder.int([2, 3])], { keepdims: 1 });
    const product = emit("Mul", [context.gradient(pullbacks, layer.tensor), layer.tensor]);
    const weights = emit("Div", [sum(product), emit("Add", [sum(layer.tensor), builder.float(1e-7)])]);
    return weightedSum(context, weights, layer);
  },
};
