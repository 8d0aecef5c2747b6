import { intTensor } from "../../graph/tensor.ts";
import type { Raise } from "./raise.ts";

/** MatMul: a vector becomes a matrix of one row (before) or one column (behind), whose axis is dropped afterwards. */
export const matMul: Raise = (context) => {
  const [a, b] = context.inputs as [string, string];
  const isVector = (name: string) => context.value(name).shape.length === 1;
  const axis = (at: number) => context.constant(intTensor([at]));
  if (isVector(b)) {
    const product = context.emit("MatMul", [a, context.emit("Unsqueeze", [b, axis(1)])]);
    return { op: "Squeeze", inputs: [product, axis(-1)], attributes: {} };
  }
  if (isVector(a)) {
    const product = context.emit("MatMul", [context.emit("Unsqueeze", [a, axis(0)]), b]);
    return { op: "Squeeze", inputs: [product, axis(-2)], attributes: {} };
  }
  return context;
};
