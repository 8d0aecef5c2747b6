import { findList, number } from "../../graph/attributes.ts";
import { type Raise, refuse, window } from "./raise.ts";

/** ConvTranspose: everything explicit; the output's size is said by pads and output_padding alone. */
export const convTranspose: Raise = (context) => {
  const [x, w] = [context.value(context.inputs[0]!), context.value(context.inputs[1]!)];
  if (findList(context.attributes, "output_shape"))
    throw refuse(context, "an output_shape is not read; give pads instead");
  const attributes = window(context, x.shape.slice(2), w.shape.slice(2).map(Number));
  const outputPadding = findList(context.attributes, "output_padding") ?? attributes.strides.map(() => 0);
  return {
    op: "ConvTranspose",
    inputs: context.inputs,
    attributes: { ...attributes, output_padding: outputPadding, group: number(context.attributes, "group", 1) },
  };
};
