import { number } from "../../graph/attributes.ts";
import { frontAxis } from "../../graph/shape.ts";
import { type Raise, refuse } from "./raise.ts";

/** Softmax and LogSoftmax: before opset 13 all axes from `axis` on were one; that is the last axis in every classifier. */
export const softmax: Raise = (context) => {
  const { shape } = context.value(context.inputs[0]!);
  const axis = frontAxis(number(context.attributes, "axis", context.opset >= 13 ? -1 : 1), shape.length);
  if (context.opset < 13 && shape.slice(axis + 1).some((d) => d !== 1)) {
    throw refuse(context, "an old softmax over several axes at once is not read");
  }
  return { op: context.op, inputs: context.inputs, attributes: { axis } };
};
