import type { Raise } from "./raise.ts";

/** Mish (opset 18): x·tanh(log(1 + eˣ)). */
export const mish: Raise = (context) => {
  const x = context.inputs[0]!;
  return { op: "Mul", inputs: [x, context.emit("Tanh", [context.emit("Softplus", [x])])], attributes: {} };
};
