import { number } from "../graph/attributes.ts";
import { channelMean } from "./channel-mean.ts";
import type { Pullback } from "./pullback.ts";

/**
 * y = x·s^−β with s = k + α·mean(x²) over n neighbouring channels →
 * dx = dy·s^−β − 2αβ·x·meanᵀ(dy·y/s).
 */
export const lrn: Pullback = (context) => {
  const { builder, emit, attributes, inputs, output, dy } = context;
  const x = inputs[0]!;
  const size = number(attributes, "size", 1);
  const [alpha, beta, bias] = [
    number(attributes, "alpha", 1e-4),
    number(attributes, "beta", 0.75),
    number(attributes, "bias", 1),
  ];
  const [before, behind] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  const mean = channelMean(builder, emit("Mul", [x, x]), [before, behind]);
  const s = emit("Add", [emit("Mul", [mean, builder.float(alpha)]), builder.float(bias)]);
  const direct = emit("Mul", [dy, emit("Pow", [s, builder.float(-beta)])]);
  const spread = channelMean(builder, emit("Div", [emit("Mul", [dy, output]), s]), [behind, before]);
  return [emit("Sub", [direct, emit("Mul", [emit("Mul", [x, builder.float(2 * alpha * beta)]), spread])])];
};
