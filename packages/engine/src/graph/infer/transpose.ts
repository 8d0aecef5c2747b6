import { findList } from "../attributes.ts";
import { type Infer, input } from "./infer.ts";

export const transpose: Infer = (context) => {
  const x = input(context, 0);
  const order = findList(context.attributes, "perm") ?? x.shape.map((_, i) => x.shape.length - 1 - i);
  return [{ type: x.type, shape: order.map((i) => x.shape[i]!) }];
};
