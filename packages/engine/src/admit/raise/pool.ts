import { list, number } from "../../graph/attributes.ts";
import { type Raise, refuse, window } from "./raise.ts";

/** MaxPool: window explicit; row-major indices. */
export const maxPool: Raise = (context) => {
  if (number(context.attributes, "storage_order", 0) !== 0) throw refuse(context, "column-major indices are not read");
  const spatial = context.value(context.inputs[0]!).shape.slice(2);
  const attributes = window(context, spatial, list(context.attributes, "kernel_shape"));
  return {
    op: "MaxPool",
    inputs: context.inputs,
    attributes: { ...attributes, ceil_mode: number(context.attributes, "ceil_mode", 0) },
  };
};

/** AveragePool: window explicit. Opset 19 added dilations, which opset 17 cannot say. */
export const averagePool: Raise = (context) => {
  const spatial = context.value(context.inputs[0]!).shape.slice(2);
  const { dilations, ...attributes } = window(context, spatial, list(context.attributes, "kernel_shape"));
  if (dilations.some((d) => d !== 1)) throw refuse(context, "a dilated average pool is not read");
  return {
    op: "AveragePool",
    inputs: context.inputs,
    attributes: {
      ...attributes,
      ceil_mode: number(context.attributes, "ceil_mode", 0),
      count_include_pad: number(context.attributes, "count_include_pad", 0),
    },
  };
};
