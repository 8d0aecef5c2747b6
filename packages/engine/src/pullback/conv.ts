import { list, number } from "../graph/attributes.ts";
import { emitClassGradient, findClassPlane } from "./class-plane.ts";
import { flippedKernel } from "./kernel.ts";
import { type Pullback, type PullbackContext, spatial } from "./pullback.ts";
import { transposedWindow } from "./window.ts";

/** dx of a Conv of stride 1 whose pads stay positive: the Conv with the kernel flipped and turned around. */
function byConv({ builder, emit, attributes, inputs, dy }: PullbackContext, pads: readonly number[]): string {
  const kernel = flippedKernel(builder, inputs[1]!, number(attributes, "group", 1));
  return emit("Conv", [dy, kernel], { ...attributes, pads });
}

/** dx of any other Conv: the ConvTranspose with the same kernel. */
function byConvTranspose(context: PullbackContext): string {
  const { emit, attributes, inputs, output, dy } = context;
  const window = transposedWindow(attributes, spatial(context, inputs[0]!), spatial(context, output));
  return emit("ConvTranspose", [dy, inputs[1]!], { ...window, group: number(attributes, "group", 1) });
}

/**
 * dx = dy ⋆ w, the correlation turned around. Stride 1 becomes a Conv, which the runtime runs 1.4 times as fast as the
 * ConvTranspose that strides need.
 */
export const conv: Pullback = (context) => {
  const { attributes } = context;
  const [kernel, dilations, pads] = [
    list(attributes, "kernel_shape"),
    list(attributes, "dilations"),
    list(attributes, "pads"),
  ];
  const reach = [...kernel, ...kernel].map((k, i) => dilations[i % kernel.length]! * (k - 1));
  const flipped = reach.map((r, i) => r - pads[i]!);
  const plain = list(attributes, "strides").every((s) => s === 1) && flipped.every((p) => p >= 0);
  const ungrouped = number(attributes, "group", 1) === 1;
  const classPlane =
    plain && ungrouped && kernel.every((k) => k === 1) ? findClassPlane(context.builder, context.dy) : undefined;
  if (classPlane) return [emitClassGradient(context.builder, classPlane, context.inputs[1]!)];
  return [plain ? byConv(context, flipped) : byConvTranspose(context)];
};
