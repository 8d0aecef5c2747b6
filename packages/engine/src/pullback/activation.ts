import { number } from "../graph/attributes.ts";
import { findNumbers, type Pullback, type PullbackContext } from "./pullback.ts";

/** A gradient that is dy times a slope. */
const slope =
  (emitSlope: (context: PullbackContext) => string): Pullback =>
  (context) => [context.emit("Mul", [context.dy, emitSlope(context)])];

/** 1 where `low` < name < `high`, else 0. Undefined bounds do not bind. */
function inside(
  { builder, emit }: PullbackContext,
  name: string,
  low: number | undefined,
  high: number | undefined,
): string {
  const above = low === undefined ? undefined : emit("Greater", [name, builder.float(low)]);
  const below = high === undefined ? undefined : emit("Less", [name, builder.float(high)]);
  const both = above && below ? emit("And", [above, below]) : (above ?? below);
  return both === undefined ? builder.float(1) : emit("Cast", [both], { to: 1 });
}

/** As torch's ReLU6: zero on both bounds. From the output, so that Conv with Clip still fuses. */
export const clip: Pullback = slope((context) =>
  inside(context, context.output, findNumbers(context, 1)?.[0], findNumbers(context, 2)?.[0]),
);

/** y′ = y(1 − y). */
export const sigmoid: Pullback = slope(({ builder, emit, output }) =>
  emit("Mul", [output, emit("Sub", [builder.float(1), output])]),
);

/** y′ = 1 − y². */
export const tanh: Pullback = slope(({ builder, emit, output }) =>
  emit("Sub", [builder.float(1), emit("Mul", [output, output])]),
);

/** y = clip(αx + β, 0, 1). */
export const hardSigmoid: Pullback = slope((context) => {
  const alpha = context.builder.float(number(context.attributes, "alpha", 0.2));
  return context.emit("Mul", [inside(context, context.output, 0, 1), alpha]);
});

/** y = x·h with h = HardSigmoid(x, 1/6, ½): y′ = h + x·h′. */
export const hardSwish: Pullback = slope((context) => {
  const { builder, emit, inputs } = context;
  const gate = emit("HardSigmoid", [inputs[0]!], { alpha: 1 / 6, beta: 0.5 });
  const rise = emit("Mul", [emit("Mul", [inputs[0]!, builder.float(1 / 6)]), inside(context, gate, 0, 1)]);
  return emit("Add", [gate, rise]);
});

const positive = ({ builder, emit }: PullbackContext, name: string) => emit("Greater", [name, builder.float(0)]);

/** y′ = 1 above zero, α below. */
export const leakyRelu: Pullback = slope((context) => {
  const alpha = context.builder.float(number(context.attributes, "alpha", 0.01));
  return context.emit("Where", [positive(context, context.inputs[0]!), context.builder.float(1), alpha]);
});

/** y = x above α, else 0. */
export const thresholdedRelu: Pullback = ({ builder, emit, attributes, inputs, dy }) => {
  const above = emit("Greater", [inputs[0]!, builder.float(number(attributes, "alpha", 1))]);
  return [emit("Where", [above, dy, builder.float(0)])];
};

/** y′ = 1 above zero, the learned slope below. */
export const pRelu: Pullback = slope((context) =>
  context.emit("Where", [positive(context, context.inputs[0]!), context.builder.float(1), context.inputs[1]!]),
);

/** y = α(eˣ − 1) below zero: y′ = y + α there. */
export const elu: Pullback = slope((context) => {
  const { builder, emit, inputs, output, attributes } = context;
  const below = emit("Add", [output, builder.float(number(attributes, "alpha", 1))]);
  return emit("Where", [positive(context, inputs[0]!), builder.float(1), below]);
});

/** y = γx above zero, γα(eˣ − 1) below: y′ = y + γα there. */
export const selu: Pullback = slope((context) => {
  const { builder, emit, inputs, output, attributes } = context;
  const gamma = number(attributes, "gamma", 1.0507009873554805);
  const below = emit("Add", [output, builder.float(gamma * number(attributes, "alpha", 1.6732632423543772))]);
  return emit("Where", [positive(context, inputs[0]!), builder.float(gamma), below]);
});

/** y = log(1 + eˣ). */
export const softplus: Pullback = slope(({ emit, inputs }) => emit("Sigmoid", [inputs[0]!]));

/** y = x/(1 + |x|): y′ = 1/(1 + |x|)². */
export const softsign: Pullback = slope(({ builder, emit, inputs }) => {
  const denominator = emit("Add", [emit("Abs", [inputs[0]!]), builder.float(1)]);
  return emit("Reciprocal", [emit("Mul", [denominator, denominator])]);
});

export const abs: Pullback = slope(({ emit, inputs }) => emit("Sign", [inputs[0]!]));
export const neg: Pullback = ({ emit, dy }) => [emit("Neg", [dy])];
export const exp: Pullback = slope(({ output }) => output);
export const log: Pullback = ({ emit, inputs, dy }) => [emit("Div", [dy, inputs[0]!])];
export const sqrt: Pullback = ({ builder, emit, output, dy }) => [
  emit("Div", [emit("Mul", [dy, builder.float(0.5)]), output]),
];
export const reciprocal: Pullback = slope(({ emit, output }) => emit("Neg", [emit("Mul", [output, output])]));

/** erf′ = 2/√π·e^(−x²). */
export const erf: Pullback = slope(({ builder, emit, inputs }) =>
  emit("Mul", [
    emit("Exp", [emit("Neg", [emit("Mul", [inputs[0]!, inputs[0]!])])]),
    builder.float(2 / Math.sqrt(Math.PI)),
  ]),
);
