import { number } from "../../graph/attributes.ts";
import { intTensor } from "../../graph/tensor.ts";
import { axesOf, type Raise } from "./raise.ts";

/** ReduceL2: √Σx², as in ConvNeXt V2's response normalisation. */
export const reduceL2: Raise = (context) => {
  const x = context.inputs[0]!;
  const axes = axesOf(context, 1);
  const squares = context.emit("Mul", [x, x]);
  // Nothing to reduce over, and told so: each number's own length.
  const none = !axes?.length && number(context.attributes, "noop_with_empty_axes", 0) === 1;
  if (none) return { op: "Sqrt", inputs: [squares], attributes: {} };
  const sum = context.emit("ReduceSum", [squares, ...(axes?.length ? [context.constant(intTensor(axes))] : [])], {
    keepdims: number(context.attributes, "keepdims", 1),
  });
  return { op: "Sqrt", inputs: [sum], attributes: {} };
};
