import { number } from "../attributes.ts";
import type { Dim } from "../graph.ts";
import { add, frontAxis } from "../shape.ts";
import { type Infer, inconsistent, input, knownNumbers } from "./infer.ts";

export const concat: Infer = (context) => {
  const values = context.inputs.map((_, i) => input(context, i));
  const first = values[0]!;
  const axis = frontAxis(number(context.attributes, "axis", 1), first.shape.length);
  const shape = [...first.shape];
  for (const other of values.slice(1)) {
    const sum = add(shape[axis]!, other.shape[axis] ?? 0);
    if (
      other.shape.length !== shape.length ||
      other.shape.some((d, i) => i !== axis && d !== shape[i]) ||
      sum === undefined
    ) {
      throw inconsistent(
        context,
        `joins [${first.shape.join(", ")}] and [${other.shape.join(", ")}], which do not fit`,
      );
    }
    shape[axis] = sum;
  }
  const known = values.every((v) => v.known) && shape.length === 1 ? values.flatMap((v) => v.known!) : undefined;
  return [{ type: first.type, shape, ...(known && { known }) }];
};

export const split: Infer = (context) => {
  const x = input(context, 0);
  const axis = frontAxis(number(context.attributes, "axis", 0), x.shape.length);
  return knownNumbers(context, 1).map((size) => ({
    type: x.type,
    shape: x.shape.map((d, i): Dim => (i === axis ? size : d)),
  }));
};
