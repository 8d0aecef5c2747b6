import { number } from "../graph/attributes.ts";
import { frontAxis } from "../graph/shape.ts";
import type { Pullback } from "./pullback.ts";

/** dx = y·(dy − Σ dy·y). */
export const softmax: Pullback = ({ builder, emit, attributes, output, dy, shape }) => {
  const axis = frontAxis(number(attributes, "axis", -1), shape(output).length);
  const total = emit("ReduceSum", [emit("Mul", [dy, output]), builder.int([axis])], { keepdims: 1 });
  return [emit("Mul", [output, emit("Sub", [dy, total])])];
};
