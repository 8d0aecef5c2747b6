import { pullbacks } from "../pullback/table.ts";
import { getLayer, weightedSum } from "./cam.ts";
import type { GraphMethod } from "./method.ts";

/** α_k = Σ_ij w_ij ReLU(g_ij), w = g²/(2g² + g³·Σ_ab A_k + 1e-6), which is 0 where g is (Chattopadhay 2018). */
export const gradCamPlusPlus: GraphMethod = {
  slug: "grad-cam-plus-plus",
  name: "Grad-CAM++",
  signed: false,
  grid: "layer",
  reduction: "none",
  description: "Grad-CAM that weighs places by second and third derivatives, for several objects (Chattopadhay 2018).",
  parameters: {},
  emit: (context) => {
    const { builder } = context;
    const { emit } = builder;
    const layer = getLayer(context);
    const g = context.gradient(pullbacks, layer.tensor);
    const squared = emit("Mul", [g, g]);
    const total = emit("ReduceSum", [layer.tensor, builder.int([2, 3])], { keepdims: 1 });
    const cubic = emit("Mul", [emit("Mul", [squared, g]), total]);
    const denominator = emit("Add", [
      emit("Add", [emit("Mul", [squared, builder.float(2)]), cubic]),
      builder.float(1e-6),
    ]);
    const share = emit("Div", [squared, denominator]);
    const weights = emit("ReduceSum", [emit("Mul", [share, emit("Relu", [g])]), builder.int([2, 3])], { keepdims: 1 });
    return weightedSum(context, weights, layer);
  },
};
