import type { Pullback } from "./pullback.ts";
import { reshapeTo } from "./reshape-to.ts";

/** Flatten, Reshape, Squeeze, Unsqueeze: back to the input's shape. */
export const reshape: Pullback = ({ builder, inputs, dy, shape }) => [reshapeTo(builder, dy, shape(inputs[0]!))];
