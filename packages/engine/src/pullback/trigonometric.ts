import type { Pullback } from "./pullback.ts";

/** sin′ = cos. */
export const sin: Pullback = ({ emit, inputs, dy }) => [emit("Mul", [dy, emit("Cos", [inputs[0]!])])];

/** cos′ = −sin. */
export const cos: Pullback = ({ emit, inputs, dy }) => [emit("Neg", [emit("Mul", [dy, emit("Sin", [inputs[0]!])])])];
