import { list, number } from "../graph/attributes.ts";
import type { Builder } from "../graph/builder.ts";
import type { Node } from "../graph/graph.ts";
import { flippedKernel } from "../pullback/kernel.ts";
import { fitAxes } from "./fit-axes.ts";
import { interleave } from "./interleave.ts";

/**
 * A ConvTranspose as the Conv that it is: over the input with stride − 1 zeros behind each element, with the kernel
 * flipped and turned around, at stride 1.
 */
export function stuffedTranspose(builder: Builder, { inputs, attributes }: Node): string {
  const [x, weight, bias] = inputs as [string, string, string?];
  const [kernel, strides] = [list(attributes, "kernel_shape"), list(attributes, "strides")];
  const [dilations, pads] = [list(attributes, "dilations"), list(attributes, "pads")];
  const extra = list(attributes, "output_padding");
  const group = number(attributes, "group", 1);
  const stuffed = strides.reduce((name, stride, i) => {
    const parts = Array.from({ length: stride }, (_, a) => (a === 0 ? name : undefined));
    return interleave(builder, parts, i + 2);
  }, x);
  const reach = kernel.map((k, i) => dilations[i]! * (k - 1));
  const begin = reach.map((r, i) => r - pads[i]!);
  // The zeros behind the last element are there already.
  const end = reach.map((r, i) => r - pads[i + kernel.length]! + extra[i]! - (strides[i]! - 1));
  const cut = (p: number) => Math.min(0, p);
  const fitted = fitAxes(builder, stuffed, begin.map(cut), end.map(cut));
  const operands = [fitted, flippedKernel(builder, weight, group), ...(bias ? [bias] : [])];
  return builder.emit("Conv", operands, {
    kernel_shape: kernel,
    strides: kernel.map(() => 1),
    dilations,
    pads: [...begin, ...end].map((p) => Math.max(0, p)),
    group,
  });
}
