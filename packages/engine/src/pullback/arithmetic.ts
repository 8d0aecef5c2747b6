import { findNumbers, type Pullback, type PullbackContext } from "./pullback.ts";

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

/** y = a^p for one constant p → da = dy·p·a^(p−1). */
function powOfOne({ builder, emit, inputs, dy }: PullbackContext, p: number): string {
  // Nothing changes it; 0·a^−1 would be NaN where a is 0.
  if (p === 0) return emit("Mul", [dy, builder.float(0)]);
  if (p === 2) return emit("Mul", [dy, emit("Mul", [inputs[0]!, builder.float(2)])]);
  const slope = emit("Mul", [emit("Pow", [inputs[0]!, builder.float(p - 1)]), builder.float(p)]);
  return emit("Mul", [dy, slope]);
}

/** y = a^p → da = dy·p·a^(p−1), 0 where p is; dp = dy·y·ln a, 0 where a is and y has no slope. */
export const pow: Pullback = (context) => {
  const { builder, emit, inputs, output, dy, wants } = context;
  const numbers = findNumbers(context, 1);
  if (numbers?.length === 1) return [powOfOne(context, numbers[0]!)];
  const [base, exponent] = inputs as [string, string];
  const zero = builder.float(0);
  const p = builder.value(exponent).type === "float32" ? exponent : emit("Cast", [exponent], { to: 1 });
  const power = () => emit("Mul", [p, emit("Pow", [base, emit("Sub", [p, builder.float(1)])])]);
  const flat = () => emit("And", [emit("Equal", [base, zero]), emit("GreaterOrEqual", [p, zero])]);
  return [
    wants(0) ? emit("Mul", [dy, emit("Where", [emit("Equal", [p, zero]), zero, power()])]) : undefined,
    wants(1) ? emit("Mul", [dy, emit("Where", [flat(), zero, emit("Mul", [output, emit("Log", [base])])])]) : undefined,
  ];
};

/** y = max or min of two: the gradient goes to the one that was taken; a tie goes to the first. */
export const extremum: Pullback = (context) => {
  const { builder, emit, inputs, output, dy, wants } = context;
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
