import { number } from "../attributes.ts";
import { frontAxis } from "../shape.ts";
import { type Infer, input, knownNumbers } from "./infer.ts";

export const oneHot: Infer = (context) => {
  const [indices, values] = [input(context, 0), input(context, 2)];
  const depth = knownNumbers(context, 1)[0]!;
  const rank = indices.shape.length + 1;
  const axis = frontAxis(number(context.attributes, "axis", -1), rank);
  return [{ type: values.type, shape: [...indices.shape.slice(0, axis), depth, ...indices.shape.slice(axis)] }];
};
