import { number } from "../../graph/attributes.ts";
import { intTensor } from "../../graph/tensor.ts";
import { axesOf, type Raise, type RaiseContext } from "./raise.ts";

const withAxesInput: Raise = (context) => {
  const axes = axesOf(context, 1);
  const inputs = [context.inputs[0]!, ...(axes ? [context.constant(intTensor(axes))] : [])];
  return { op: context.op, inputs, attributes: {} };
};

/** Squeeze and Unsqueeze: axes are an input since opset 13. */
export const squeeze: Raise = withAxesInput;
export const unsqueeze: Raise = withAxesInput;

const isNoop = (context: RaiseContext, axes: readonly number[] | undefined) =>
  !axes?.length && number(context.attributes, "noop_with_empty_axes", 0) === 1;

/** ReduceSum: axes are an input since opset 13. */
export const reduceSum: Raise = (context) => {
  const axes = axesOf(context, 1);
  if (isNoop(context, axes)) return { op: "Identity", inputs: context.inputs.slice(0, 1), attributes: {} };
  const inputs = [context.inputs[0]!, ...(axes ? [context.constant(intTensor(axes))] : [])];
  return { op: "ReduceSum", inputs, attributes: { keepdims: number(context.attributes, "keepdims", 1) } };
};

/** The other reductions: axes are an attribute in opset 17, an input from opset 18. */
export const reduce: Raise = (context) => {
  const axes = axesOf(context, 1);
  if (isNoop(context, axes)) return { op: "Identity", inputs: context.inputs.slice(0, 1), attributes: {} };
  const keepdims = number(context.attributes, "keepdims", 1);
  return {
    op: context.op,
    inputs: context.inputs.slice(0, 1),
    attributes: { keepdims, ...(axes?.length && { axes }) },
  };
};
