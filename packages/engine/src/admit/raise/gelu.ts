import { text } from "../../graph/attributes.ts";
import { floatTensor } from "../../graph/tensor.ts";
import type { Raise } from "./raise.ts";

/** Gelu (opset 20): x·Φ(x), by Erf or by its tanh approximation. */
export const gelu: Raise = (context) => {
  const x = context.inputs[0]!;
  const scalar = (value: number) => context.constant(floatTensor(value));
  const half = context.emit("Mul", [x, scalar(0.5)]);
  let inner: string;
  if (text(context.attributes, "approximate", "none") === "tanh") {
    const cube = context.emit("Mul", [context.emit("Mul", [x, x]), x]);
    const sum = context.emit("Add", [x, context.emit("Mul", [cube, scalar(0.044715)])]);
    inner = context.emit("Tanh", [context.emit("Mul", [sum, scalar(Math.sqrt(2 / Math.PI))])]);
  } else {
    inner = context.emit("Erf", [context.emit("Mul", [x, scalar(Math.SQRT1_2)])]);
  }
  return { op: "Mul", inputs: [half, context.emit("Add", [inner, scalar(1)])], attributes: {} };
};
