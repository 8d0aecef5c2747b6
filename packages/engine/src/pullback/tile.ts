import type { Dim } from "../graph/graph.ts";
import { findNumbers, type Pullback } from "./pullback.ts";
import { reshapeTo } from "./reshape-to.ts";

/** Each element gets what its copies got: every repeated axis parted into [copies, elements], and summed over the copies. */
export const tile: Pullback = (context) => {
  const { builder, emit, inputs, dy, shape } = context;
  const from = shape(inputs[0]!);
  const repeats = findNumbers(context, 1) ?? [];
  const parted = from.flatMap((d, i): Dim[] => (repeats[i]! > 1 ? [repeats[i]!, d] : [d]));
  // A repeated axis i stands behind the copies of those before it.
  const copies = repeats.flatMap((r, i) => (r > 1 ? [i + repeats.slice(0, i).filter((q) => q > 1).length] : []));
  if (copies.length === 0) return [dy];
  return [emit("ReduceSum", [reshapeTo(builder, dy, parted), builder.int(copies)], { keepdims: 0 })];
};
