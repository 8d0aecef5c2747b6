import type { Builder } from "../graph/builder.ts";

/** Channels of a block in the layout that the CPU runtime's convolutions work in, at most. */
const block = 16;

/** A depthwise 1×1 Conv: weight·x + bias a channel. */
function scaled(builder: Builder, name: string, weight: string, bias: string): string {
  const ones = [1, 1];
  const group = Number(builder.shape(name)[1]);
  const attributes = { kernel_shape: ones, strides: ones, dilations: ones, pads: [0, 0, 0, 0], group };
  return builder.emit("Conv", [name, weight, bias], attributes);
}

const perChannel = (builder: Builder, value: number, dims: readonly number[]) =>
  builder.emit("Expand", [builder.float(value), builder.int(dims)]);

/** ReLU(1 − 10³⁰·y): 0 where y is positive, 1 where it is zero. */
function inverseMask(builder: Builder, y: string, channels: number): string {
  const weight = perChannel(builder, -1e30, [channels, 1, 1, 1]);
  return builder.emit("Relu", [scaled(builder, y, weight, perChannel(builder, 1, [channels]))]);
}

/**
 * 1 where a tensor that is nowhere negative is positive, 0 where it is zero. Sign already is that; where the channels
 * fill whole blocks it is, on a CPU, 1 − ReLU(1 − 10³⁰·y) instead, which the runtime computes without leaving the blocked
 * layout of its convolutions (Sign would cost two reorderings of the tensor).
 */
export function positiveMask(builder: Builder, y: string): string {
  const { mask } = builder.profile;
  if (mask === "greater") return builder.emit("Cast", [builder.emit("Greater", [y, builder.float(0)])], { to: 1 });
  const shape = builder.shape(y);
  const [, channels] = shape;
  if (mask === "sign" || shape.length !== 4 || typeof channels !== "number" || channels % block !== 0)
    return builder.emit("Sign", [y]);
  const weight = perChannel(builder, -1, [channels, 1, 1, 1]);
  return scaled(builder, inverseMask(builder, y, channels), weight, perChannel(builder, 1, [channels]));
}

/**
 * A gradient that a blocked mask has just been laid on, times a factor a channel: the mask takes the factor in, s − s·x in
 * place of 1 − x, which spares DenseNet's BatchNormalizations a pass over each gradient. Undefined for any other gradient.
 *
 * @param factor [C, 1, 1, 1]
 */
export function scaleMasked(builder: Builder, gradient: string, factor: string): string | undefined {
  const product = builder.producer(gradient);
  const [g, mask] = product?.op === "Mul" ? product.inputs : [];
  const inverse = mask === undefined ? undefined : builder.producer(mask)?.inputs[0];
  const step = inverse === undefined ? undefined : builder.producer(inverse)?.inputs[0];
  const y = step === undefined ? undefined : builder.producer(step)?.inputs[0];
  // What exists is not made again: only y's own mask has this name.
  if (y === undefined || builder.producer(step!)?.op !== "Conv" || positiveMask(builder, y) !== mask) return undefined;
  const bias = builder.emit("Reshape", [factor, builder.int([-1])]);
  return builder.emit("Mul", [g!, scaled(builder, inverse!, builder.emit("Neg", [factor]), bias)]);
}
