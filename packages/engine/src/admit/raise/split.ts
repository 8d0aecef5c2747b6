import { findList, number } from "../../graph/attributes.ts";
import { frontAxis } from "../../graph/shape.ts";
import { intTensor } from "../../graph/tensor.ts";
import { constantNumbers, type Raise, refuse } from "./raise.ts";

/** Split: sizes are an input since opset 13; equal parts are spelled out. */
export const split: Raise = (context) => {
  const { shape } = context.value(context.inputs[0]!);
  const axis = frontAxis(number(context.attributes, "axis", 0), shape.length);
  const size = shape[axis];
  if (typeof size !== "number") throw refuse(context, "the batch cannot be split");
  const parts = context.outputs.length;
  const chunk = Math.ceil(size / parts);
  const equal = () => Array.from({ length: parts }, (_, i) => Math.max(0, Math.min(chunk, size - i * chunk)));
  const sizes = findList(context.attributes, "split") ?? constantNumbers(context, 1) ?? equal();
  return { op: "Split", inputs: [context.inputs[0]!, context.constant(intTensor(sizes))], attributes: { axis } };
};
