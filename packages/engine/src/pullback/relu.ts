import type { Pullback } from "./pullback.ts";

/** dx = dy where the output is positive. */
// Sign, not Greater: a Relu output is never negative, so Sign already is the mask, and Conv with Relu still fuses.
export const relu: Pullback = ({ emit, dy, output }) => [emit("Mul", [dy, emit("Sign", [output])])];
