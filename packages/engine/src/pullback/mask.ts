import type { Builder } from "../graph/builder.ts";

/** Channels of a block in the layout that the CPU runtime's convolutions work in, at most. */
const block = 16;

/** A depthwise 1×1 Conv: factor·x + 1. */
function scaled(builder: Builder, name: string, channels: number, factor: number): string {
  const weight = builder.emit("Expand", [builder.float(factor), builder.int([channels, 1, 1, 1])]);
  const bias = builder.emit("Expand", [builder.float(1), builder.int([channels])]);
  const ones = [1, 1];
  return builder.emit("Conv", [name, weight, bias], {
    kernel_shape: ones,
    strides: ones,
    dilations: ones,
    pads: [0, 0, 0, 0],
    group: channels,
  });
}

/**
 * 1 where a tensor that is nowhere negative is positive, 0 where it is zero. Sign already is that; where the channels
 * fill whole blocks it is 1 − ReLU(1 − 10³⁰·y) instead, which the runtime computes without leaving the blocked layout of
 * its convolutions (Sign would cost two reorderings of the tensor).
 */
export function positiveMask(builder: Builder, y: string): string {
  const shape = builder.shape(y);
  const [, channels] = shape;
  if (shape.length !== 4 || typeof channels !== "number" || channels % block !== 0) return builder.emit("Sign", [y]);
  return scaled(builder, builder.emit("Relu", [scaled(builder, y, channels, -1e30)]), channels, -1);
}
