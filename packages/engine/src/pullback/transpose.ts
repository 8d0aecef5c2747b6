import { findList } from "../graph/attributes.ts";
import type { Pullback } from "./pullback.ts";

/** The inverse permutation. */
export const transpose: Pullback = ({ emit, attributes, dy, shape }) => {
  const rank = shape(dy).length;
  const order = findList(attributes, "perm") ?? Array.from({ length: rank }, (_, i) => rank - 1 - i);
  return [emit("Transpose", [dy], { perm: order.map((_, i) => order.indexOf(i)) })];
};
