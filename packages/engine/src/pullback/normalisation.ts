import { number } from "../graph/attributes.ts";
import { frontAxis } from "../graph/shape.ts";
import type { Pullback, PullbackContext } from "./pullback.ts";

/**
 * y = x̂·scale + shift with x̂ = (x − mean)/√(var + ε) over some axes →
 * dx = (g − mean(g) − x̂·mean(g·x̂))/√(var + ε) with g = dy·scale.
 */
function normalised(context: PullbackContext, axes: readonly number[], scale: string): string {
  const { builder, emit, attributes, inputs, dy } = context;
  const x = inputs[0]!;
  const mean = (name: string) => emit("ReduceMean", [name], { axes, keepdims: 1 });
  const centred = emit("Sub", [x, mean(x)]);
  const variance = mean(emit("Mul", [centred, centred]));
  const deviation = emit("Sqrt", [emit("Add", [variance, builder.float(number(attributes, "epsilon", 1e-5))])]);
  const unit = emit("Div", [centred, deviation]);
  const g = emit("Mul", [dy, scale]);
  const along = emit("Mul", [unit, mean(emit("Mul", [g, unit]))]);
  return emit("Div", [emit("Sub", [emit("Sub", [g, mean(g)]), along]), deviation]);
}

/** Over each image's channel. */
export const instanceNormalization: Pullback = (context) => {
  const spatial = context.shape(context.inputs[0]!).slice(2);
  const scale = context.emit("Reshape", [context.inputs[1]!, context.builder.int([1, -1, ...spatial.map(() => 1)])]);
  return [
    normalised(
      context,
      spatial.map((_, i) => i + 2),
      scale,
    ),
  ];
};

/** Over the last axes, from `axis` on. */
export const layerNormalization: Pullback = (context) => {
  const rank = context.shape(context.inputs[0]!).length;
  const first = frontAxis(number(context.attributes, "axis", -1), rank);
  const axes = Array.from({ length: rank - first }, (_, i) => first + i);
  return [normalised(context, axes, context.inputs[1]!)];
};
