import { cannot, findNumbers, type Pullback } from "./pullback.ts";

/** y = a + b. */
export const add: Pullback = ({ dy }) => [dy, dy];

/** y = a − b. */
export const sub: Pullback = ({ emit, dy, wants }) => [dy, wants(1) ? emit("Neg", [dy]) : undefined];

/** y = a·b → da = dy·b, db = dy·a. */
export const mul: Pullback = ({ emit, inputs, dy, wants }) => [
  wants(0) ? emit("Mul", [dy, inputs[1]!]) : undefined,
  wants(1) ? emit("Mul", [dy, inputs[0]!]) : undefined,
];

/** y = a/b → da = dy/b, db = −dy·y/b. */
export const div: Pullback = ({ emit, inputs, output, dy, wants }) => [
  wants(0) ? emit("Div", [dy, inputs[1]!]) : undefined,
  wants(1) ? emit("Neg", [emit("Div", [emit("Mul", [dy, output]), inputs[1]!])]) : undefined,
];

/** y = a^p for a constant p → da = dy·p·a^(p−1). */
export const pow: Pullback = (context) => {
  const { builder, emit, inputs, dy } = context;
  const [p, ...more] = findNumbers(context, 1) ?? [];
  if (p === undefined || more.length > 0) throw cannot(context, "its exponent is not one constant");
  if (p === 2) return [emit("Mul", [dy, emit("Mul", [inputs[0]!, builder.float(2)])])];
  const slope = emit("Mul", [emit("Pow", [inputs[0]!, builder.float(p - 1)]), builder.float(p)]);
  return [emit("Mul", [dy, slope])];
};

/** y = max or min of two: the gradient goes to the one that was taken; a tie goes to the first. */
export const extremum: Pullback = (context) => {
  const { builder, emit, inputs, output, dy, wants } = context;
  if (inputs.length > 2) throw cannot(context, "it has more than two inputs");
  if (inputs.length === 1) return [dy];
  const first = emit("Equal", [inputs[0]!, output]);
  const zero = builder.float(0);
  return [
    wants(0) ? emit("Where", [first, dy, zero]) : undefined,
    wants(1) ? emit("Where", [first, zero, dy]) : undefined,
  ];
};

/** y = a where the condition holds, else b. */
export const where: Pullback = ({ builder, emit, inputs, dy, wants }) => [
  undefined,
  wants(1) ? emit("Where", [inputs[0]!, dy, builder.float(0)]) : undefined,
  wants(2) ? emit("Where", [inputs[0]!, builder.float(0), dy]) : undefined,
];
