import { number } from "../graph/attributes.ts";
import { type Pullback, type PullbackContext, spatial } from "./pullback.ts";
import { reshapeTo } from "./reshape-to.ts";

/**
 * The mean over LRN's window of channels, as an AveragePool along the channels of [N, 1, C, H·W]: linear in the channels,
 * where a banded 1×1 Conv would be quadratic.
 *
 * @param pads channels before and behind that a window reaches
 */
function channelMean(context: PullbackContext, name: string, size: number, pads: readonly [number, number]): string {
  const { builder, emit, shape } = context;
  const [batch, channels] = shape(name);
  const pixels = spatial(context, name).reduce((a, b) => a * b, 1);
  const flat = reshapeTo(builder, name, [batch!, 1, channels!, pixels]);
  const attributes = {
    kernel_shape: [size, 1],
    strides: [1, 1],
    pads: [pads[0], 0, pads[1], 0],
    ceil_mode: 0,
    count_include_pad: 1,
  };
  return reshapeTo(builder, emit("AveragePool", [flat], attributes), shape(name));
}

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
  const mean = channelMean(context, emit("Mul", [x, x]), size, [before, behind]);
  const s = emit("Add", [emit("Mul", [mean, builder.float(alpha)]), builder.float(bias)]);
  const direct = emit("Mul", [dy, emit("Pow", [s, builder.float(-beta)])]);
  const spread = channelMean(context, emit("Div", [emit("Mul", [dy, output]), s]), size, [behind, before]);
  return [emit("Sub", [direct, emit("Mul", [emit("Mul", [x, builder.float(2 * alpha * beta)]), spread])])];
};
