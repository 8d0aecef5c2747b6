import { number } from "../../graph/attributes.ts";
import { floatTensor } from "../../graph/tensor.ts";
import type { Raise } from "./raise.ts";

/** Clip: the bounds are inputs; before opset 11 they were attributes. */
export const clip: Raise = (context) => {
  if (context.opset >= 11) return context;
  const bound = (name: string, otherwise: number) =>
    context.constant(floatTensor(number(context.attributes, name, otherwise)));
  return {
    op: "Clip",
    inputs: [context.inputs[0]!, bound("min", -3.4028234663852886e38), bound("max", 3.4028234663852886e38)],
    attributes: {},
  };
};
