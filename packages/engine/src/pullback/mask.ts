import type { Builder } from "../graph/builder.ts";

/** Channels of a block in the layout that the CPU runtime's convolutions work in, at most. */
export const block = 16;

/** A depthwise 1×1 Conv: weight·x a channel. */
export function scaleChannels(builder: Builder, name: string, weight: string): string {
  const ones = [1, 1];
  const group = Number(builder.shape(name)[1]);
  const attributes = { kernel_shape: ones, strides: ones, dilations: ones, pads: [0, 0, 0, 0], group };
  return builder.emit("Conv", [name, weight], attributes);
}

/**
 * 1 where a tensor that is nowhere negative is positive, 0 where it is zero. Sign already is that; where the channels
 * fill whole blocks it is, on a CPU, 10³⁰·y clipped to [0, 1] instead: one depthwise Conv to the runtime, which stays in the
 * blocked layout of its convolutions (Sign would cost two reorderings of the tensor).
 */
export function positiveMask(builder: Builder, y: string): string {
  const { mask } = builder.profile;
  if (mask === "greater") return builder.emit("Cast", [builder.emit("Greater", [y, builder.float(0)])], { to: 1 });
  const shape = builder.shape(y);
  const [, channels] = shape;
  if (mask === "sign" || shape.length !== 4 || typeof channels !== "number" || channels % block !== 0)
    return builder.emit("Sign", [y]);
  const weight = builder.emit("Expand", [builder.float(1e30), builder.int([channels, 1, 1, 1])]);
  return builder.emit("Clip", [scaleChannels(builder, y, weight), builder.float(0), builder.float(1)]);
}

/** The tensor that a mask of {@link positiveMask} in blocks is of; undefined for whatever else looks like one. */
export function findMasked(builder: Builder, mask: string): string | undefined {
  const clip = builder.producer(mask);
  const y = clip?.op === "Clip" ? builder.producer(clip.inputs[0]!)?.inputs[0] : undefined;
  // What exists is not made again: only y's own mask has this name.
  return y !== undefined && positiveMask(builder, y) === mask ? y : undefined;
}

/**
 * A gradient that a blocked mask has just been laid on, times a factor a channel: the mask takes the factor in, which
 * spares DenseNet's BatchNormalizations a pass over each gradient. Undefined for any other gradient.
 *
 * @param factor [C, 1, 1, 1]
 */
export function scaleMasked(builder: Builder, gradient: string, factor: string): string | undefined {
  const product = builder.producer(gradient);
  const [g, mask] = product?.op === "Mul" ? product.inputs : [];
  if (mask === undefined || findMasked(builder, mask) === undefined) return undefined;
  return builder.emit("Mul", [g!, scaleChannels(builder, mask, factor)]);
}
