import { findList, number, text } from "../../graph/attributes.ts";
import { type Raise, type RaiseContext, window } from "./raise.ts";

/** The extents that the file asks for; undefined where pads say it. */
function wantedShape(context: RaiseContext, input: readonly number[], strides: readonly number[]) {
  const given = findList(context.attributes, "output_shape");
  // Some exporters write the batch and the channels, too.
  if (given) return given.slice(-input.length);
  return text(context.attributes, "auto_pad", "NOTSET").startsWith("SAME")
    ? input.map((size, i) => size * strides[i]!)
    : undefined;
}

/** ConvTranspose: everything explicit; the output's size is said by pads and output_padding alone. */
export const convTranspose: Raise = (context) => {
  const [x, w] = [context.value(context.inputs[0]!), context.value(context.inputs[1]!)];
  const input = x.shape.slice(2).map(Number);
  const attributes = window(context, x.shape.slice(2), w.shape.slice(2).map(Number));
  const { kernel_shape, strides, dilations } = attributes;
  const outputPadding = findList(context.attributes, "output_padding") ?? strides.map(() => 0);
  const group = number(context.attributes, "group", 1);
  const wanted = wantedShape(context, input, strides);
  const asGiven = { ...attributes, output_padding: outputPadding, group };
  if (!wanted) return { op: "ConvTranspose", inputs: context.inputs, attributes: asGiven };
  // What is made beyond the wanted extents is cut off, evenly but for an odd one. What an output_shape lacks are zeros at
  // the end; the runtime adds none for a SAME of strides above the kernel.
  const surplus = wanted.map(
    (size, i) => strides[i]! * (input[i]! - 1) + outputPadding[i]! + dilations[i]! * (kernel_shape[i]! - 1) + 1 - size,
  );
  const [small, large] = [Math.floor, Math.ceil].map((half) => surplus.map((s) => half(Math.max(0, s) / 2)));
  const upper = text(context.attributes, "auto_pad", "NOTSET") === "SAME_UPPER";
  const pads = upper ? [...small!, ...large!] : [...large!, ...small!];
  const extended = findList(context.attributes, "output_shape") !== undefined;
  const padding = outputPadding.map((p, i) => (extended ? p + Math.max(0, -surplus[i]!) : p));
  return { op: "ConvTranspose", inputs: context.inputs, attributes: { ...asGiven, pads, output_padding: padding } };
};
