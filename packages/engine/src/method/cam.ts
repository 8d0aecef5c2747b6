import type { TargetLayer } from "../admit/target-layer.ts";
import { EngineError } from "../errors.ts";
import { scaleFactor } from "../graph/scale.ts";
import { reshapeTo } from "../pullback/reshape-to.ts";
import type { MethodContext } from "./method.ts";

/**
 * The context's target layer.
 *
 * @throws EngineError `no-target-layer` for a model that has none
 */
export function getLayer({ layer }: Pick<MethodContext, "layer">): TargetLayer {
  if (layer) return layer;
  throw new EngineError(
    "no-target-layer",
    "The model has no layer with a grid larger than 1×1, so no CAM can be drawn; name a target layer, or choose a gradient method.",
  );
}

/** ReLU(Σ_k α_k A_k) as a product of matrices: weights [N, C, 1, 1] and activations [N, C, h, w] → [N, 1, h, w]. */
export function weightedSum(
  { builder }: MethodContext,
  weights: string,
  { tensor, channels, height, width }: TargetLayer,
): string {
  const row = reshapeTo(builder, weights, ["N", 1, channels]);
  const columns = reshapeTo(builder, tensor, ["N", channels, height * width]);
  const sum = reshapeTo(builder, builder.emit("MatMul", [row, columns]), ["N", 1, height, width]);
  return builder.emit("Relu", [sum]);
}

/** ReLU of the sum over channels: [N, C, h, w] → [N, 1, h, w]. */
export function positiveSum({ builder }: MethodContext, product: string): string {
  return builder.emit("Relu", [builder.emit("ReduceSum", [product, builder.int([1])], { keepdims: 1 })]);
}

/** Bilinear to the picture's size, align_corners = false. */
export function toInputSize({ builder, input }: MethodContext, map: string): string {
  const [height, width] = builder.shape(input).slice(2).map(Number) as [number, number];
  const [h, w] = builder.shape(map).slice(2).map(Number) as [number, number];
  if (h === height && w === width) return map;
  const scales = builder.float([1, 1, scaleFactor(h, height), scaleFactor(w, width)]);
  return builder.emit("Resize", [map, "", scales], { mode: "linear", coordinate_transformation_mode: "half_pixel" });
}
