import { list, number } from "../graph/attributes.ts";
import { emitClassGradient, findClassPlane } from "./class-plane.ts";
import { columnsOf, joinColumns } from "./columns.ts";
import { flippedKernel } from "./kernel.ts";
import { scaleMasked } from "./mask.ts";
import { emitPairedConv } from "./paired-conv.ts";
import { type Pullback, type PullbackContext, spatial } from "./pullback.ts";
import { findRepeat } from "./repeat.ts";
import { transposedWindow } from "./window.ts";

/**
 * dx of a Conv of stride 1 whose pads stay positive: the Conv with the kernel flipped and turned around; on pairs of
 * columns where that takes less time.
 */
function byConv({ builder, emit, attributes, inputs, dy, paired }: PullbackContext, pads: readonly number[]): string {
  const kernel = flippedKernel(builder, inputs[1]!, number(attributes, "group", 1));
  const turned = { ...attributes, pads };
  if (!paired) return emit("Conv", [dy, kernel], turned);
  return joinColumns(builder, emitPairedConv(builder, columnsOf(builder, dy), kernel, turned));
}

/** dx of any other Conv: the ConvTranspose with the same kernel. */
function byConvTranspose(context: PullbackContext): string {
  const { emit, attributes, inputs, output, dy } = context;
  const window = transposedWindow(attributes, spatial(context, inputs[0]!), spatial(context, output));
  return emit("ConvTranspose", [dy, inputs[1]!], { ...window, group: number(attributes, "group", 1) });
}

/**
 * dx of a 1×1 Conv whose gradient an AveragePool has repeated: convolved before it is repeated, a quarter of the products or
 * fewer. DenseNet's transitions are such.
 */
function beforeRepeat(context: PullbackContext, pads: readonly number[]): string | undefined {
  const repeat = findRepeat(context.builder, context.dy);
  return repeat?.again(byConv({ ...context, dy: repeat.pixels }, pads));
}

/** dx of a 1×1 Conv whose gradient needs no convolution: it has one channel only, or the Conv only scales. */
function withoutConv({ builder, attributes, inputs, dy, shape }: PullbackContext): string | undefined {
  const weight = inputs[1]!;
  const group = number(attributes, "group", 1);
  if (group === 1) {
    const plane = findClassPlane(builder, dy);
    return plane && emitClassGradient(builder, plane, weight);
  }
  const [channels, perGroup] = shape(weight);
  return channels === group && perGroup === 1 ? scaleMasked(builder, dy, weight) : undefined;
}

/**
 * dx = dy ⋆ w, the correlation turned around. Stride 1 becomes a Conv, which the runtime runs 1.4 times as fast as the
 * ConvTranspose that strides need.
 */
export const conv: Pullback = (context) => {
  const { attributes } = context;
  const kernel = list(attributes, "kernel_shape");
  const [dilations, pads] = [list(attributes, "dilations"), list(attributes, "pads")];
  const reach = [...kernel, ...kernel].map((k, i) => dilations[i % kernel.length]! * (k - 1));
  const flipped = reach.map((r, i) => r - pads[i]!);
  const plain = list(attributes, "strides").every((s) => s === 1) && flipped.every((p) => p >= 0);
  if (!plain) return [byConvTranspose(context)];
  const short = kernel.every((k) => k === 1) ? (withoutConv(context) ?? beforeRepeat(context, flipped)) : undefined;
  return [short ?? byConv(context, flipped)];
};
