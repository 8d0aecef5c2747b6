import { list, number } from "../graph/attributes.ts";
import type { Attributes } from "../graph/graph.ts";
import { type Pullback, type PullbackContext, spatial } from "./pullback.ts";
import { transposedWindow } from "./window.ts";

/** How many elements each window along one axis divides by: padding counts or not, what lies beyond it never does. */
export function windowCounts(attributes: Attributes, axis: number, input: number, output: number): number[] {
  const [kernel, stride] = [list(attributes, "kernel_shape")[axis]!, list(attributes, "strides")[axis]!];
  const pads = list(attributes, "pads");
  const [begin, end] = [pads[axis]!, pads[axis + pads.length / 2]!];
  const counted = number(attributes, "count_include_pad", 0) === 1;
  const [first, last] = counted ? [-begin, input + end] : [0, input];
  return Array.from({ length: output }, (_, i) => {
    const start = i * stride - begin;
    return Math.min(start + kernel, last) - Math.max(start, first);
  });
}

/** 1/count of every window, times `factor`: [1, 1, h, w], or one number where all windows count alike. */
function shares(context: PullbackContext, factor: number): string {
  const [input, output] = [spatial(context, context.inputs[0]!), spatial(context, context.output)];
  const counts = output.map((extent, axis) => windowCounts(context.attributes, axis, input[axis]!, extent));
  const products = counts.reduce((all, axis) => all.flatMap((a) => axis.map((b) => a * b)), [1]);
  if (products.every((count) => count === products[0])) return context.builder.float(factor / products[0]!);
  return context.builder.float(
    products.map((count) => factor / count),
    [1, 1, ...output],
  );
}

/**
 * Each element of a window gets dy/count. Where windows cover the input once, that is a nearest Resize; at stride 1 an
 * AveragePool again; else a ConvTranspose with ones.
 */
export const averagePool: Pullback = (context) => {
  const { builder, emit, attributes, inputs, output, dy } = context;
  const [input, out] = [spatial(context, inputs[0]!), spatial(context, output)];
  const [kernel, strides, pads] = [
    list(attributes, "kernel_shape"),
    list(attributes, "strides"),
    list(attributes, "pads"),
  ];
  const size = kernel.reduce((a, b) => a * b, 1);
  const tiles = kernel.every((k, i) => k === strides[i] && out[i]! * k === input[i]) && pads.every((p) => p === 0);
  if (tiles) {
    const scaled = emit("Mul", [dy, shares(context, 1)]);
    return [
      emit("Resize", [scaled, "", builder.float([1, 1, ...kernel])], {
        mode: "nearest",
        coordinate_transformation_mode: "asymmetric",
        nearest_mode: "floor",
      }),
    ];
  }
  const flipped = pads.map((p, i) => kernel[i % kernel.length]! - 1 - p);
  if (strides.every((s) => s === 1) && flipped.every((p) => p >= 0)) {
    const scaled = emit("Mul", [dy, shares(context, size)]);
    return [emit("AveragePool", [scaled], { ...attributes, pads: flipped, ceil_mode: 0, count_include_pad: 1 })];
  }
  const channels = Number(context.shape(output)[1]);
  const ones = emit("Expand", [builder.float(1), builder.int([channels, 1, ...kernel])]);
  const scaled = emit("Mul", [dy, shares(context, 1)]);
  return [emit("ConvTranspose", [scaled, ones], { ...transposedWindow(attributes, input, out), group: channels })];
};

/** dx = dy/(H·W) everywhere. */
export const globalAveragePool: Pullback = (context) => {
  const size = spatial(context, context.inputs[0]!);
  const count = size.reduce((a, b) => a * b, 1);
  const share = context.builder.float(new Float32Array(count).fill(1 / count), [1, 1, ...size]);
  return [context.emit("Mul", [context.dy, share])];
};
