import { findList } from "../attributes.ts";
import { type Infer, input } from "./infer.ts";
import { rearranged } from "./known.ts";

export const transpose: Infer = (context) => {
  const x = input(context, 0);
  const order = findList(context.attributes, "perm") ?? x.shape.map((_, i) => x.shape.length - 1 - i);
  const shape = order.map((i) => x.shape[i]!);
  const known = rearranged(x, shape, (indices) => x.shape.map((_, axis) => indices[order.indexOf(axis)]!));
  return [{ type: x.type, shape, ...(known && { known }) }];
};
