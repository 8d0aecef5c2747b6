import { list, number } from "../graph/attributes.ts";
import type { Attributes } from "../graph/graph.ts";
import { type Pullback, type PullbackContext, spatial } from "./pullback.ts";
import { emitRepeat } from "./repeat.ts";
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

/**
 * 1/count of every window, times `factor`: one number where all windows count alike, else the product of one row a
 * spatial axis, which the runtime multiplies out when it loads the graph.
 */
function shares(context: PullbackContext, factor: number): string {
  const { builder, emit } = context;
  const [input, output] = [spatial(context, context.inputs[0]!), spatial(context, context.output)];
  const counts = output.map((extent, axis) => windowCounts(context.attributes, axis, input[axis]!, extent));
  const same = counts.map((row) => row.every((count) => count === row[0]));
  const scalar = counts.reduce((share, row, axis) => (same[axis] ? share / row[0]! : share), factor);
  const rows = counts.flatMap((row, axis) => {
    const dims = [1, 1, ...output.map((_, i) => (i === axis ? row.length : 1))];
    return same[axis]
      ? []
      : [
          builder.float(
            row.map((count) => 1 / count),
            dims,
          ),
        ];
  });
  return rows.reduce((product, row) => emit("Mul", [product, row]), builder.float(scalar));
}

/**
 * Each element of a window gets dy/count. Where windows cover the input once, that is a repetition; at stride 1 an
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
  if (tiles && kernel.length === 2) return [emitRepeat(builder, dy, kernel as [number, number], 1 / size)];
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
  const { builder, emit, inputs, dy } = context;
  const size = spatial(context, inputs[0]!);
  const share = emit("Expand", [builder.float(1 / size.reduce((a, b) => a * b, 1)), builder.int([1, 1, ...size])]);
  return [emit("Mul", [dy, share])];
};
