import { positiveMask } from "./mask.ts";
import type { Pullback } from "./pullback.ts";

/** dx = dy where the output is positive. */
// From the output, not the input, so that Conv with Relu still fuses in the forward pass.
export const relu: Pullback = ({ builder, emit, dy, output }) => [emit("Mul", [dy, positiveMask(builder, output)])];
