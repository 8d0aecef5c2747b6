import { number } from "../graph/attributes.ts";
import { frontAxis } from "../graph/shape.ts";
import type { Pullback, PullbackContext } from "./pullback.ts";

/** Σ over the axis of the softmax, kept as 1. */
function total({ builder, emit, attributes, output, shape }: PullbackContext, name: string): string {
  const axis = frontAxis(number(attributes, "axis", -1), shape(output).length);
  return emit("ReduceSum", [name, builder.int([axis])], { keepdims: 1 });
}

/** dx = y·(dy − Σ dy·y). */
export const softmax: Pullback = (context) => {
  const { emit, output, dy } = context;
  return [emit("Mul", [output, emit("Sub", [dy, total(context, emit("Mul", [dy, output]))])])];
};

/** dx = dy − eʸ·Σ dy. */
export const logSoftmax: Pullback = (context) => {
  const { emit, output, dy } = context;
  return [emit("Sub", [dy, emit("Mul", [emit("Exp", [output]), total(context, dy)])])];
};
