import { number } from "../../graph/attributes.ts";
import { type Raise, window } from "./raise.ts";

/** Conv: kernel, strides, dilations, pads and group explicit. */
export const conv: Raise = (context) => {
  const [x, w] = [context.value(context.inputs[0]!), context.value(context.inputs[1]!)];
  const attributes = window(context, x.shape.slice(2), w.shape.slice(2).map(Number));
  return {
    op: "Conv",
    inputs: context.inputs,
    attributes: { ...attributes, group: number(context.attributes, "group", 1) },
  };
};
