import { pullbacks } from "../pullback/table.ts";
import { getLayer, weightedSum } from "./cam.ts";
import type { GraphMethod, MethodContext } from "./method.ts";

/** ReLU(Σ_k α_k A_k), α_k the spatial mean of ∂f_c/∂A_k (Selvaraju 2017): [N, 1, h, w]. */
export function emitGradCam(context: MethodContext): string {
  const layer = getLayer(context);
  const gradient = context.gradient(pullbacks, layer.tensor);
  const weights = context.builder.emit("ReduceMean", [gradient], { axes: [2, 3], keepdims: 1 });
  return weightedSum(context, weights, layer);
}

export const gradCam: GraphMethod = {
  slug: "grad-cam",
  name: "Grad-CAM",
  signed: false,
  grid: "layer",
  reduction: "none",
  description: "Where the last feature maps that speak for the class are active (Selvaraju 2017).",
  parameters: {},
  emit: emitGradCam,
};
