import { number } from "../attributes.ts";
import type { Dim, Shape } from "../graph.ts";
import { divide, flatSize, frontAxis } from "../shape.ts";
import { findKnownNumbers, type Infer, type InferContext, inconsistent, input, knownNumbers } from "./infer.ts";

const flat = (context: InferContext, shape: Shape): Dim => {
  const size = flatSize(shape);
  if (size === undefined) throw inconsistent(context, "joins two axes that both hold the batch");
  return size;
};

export const flatten: Infer = (context) => {
  const x = input(context, 0);
  const axis = frontAxis(number(context.attributes, "axis", 1), x.shape.length);
  return [{ type: x.type, shape: [flat(context, x.shape.slice(0, axis)), flat(context, x.shape.slice(axis))] }];
};

/** The wanted shape with 0 (copied) and -1 (what is left) resolved, the batch kept symbolic. */
function resolveShape(context: InferContext, from: Shape, wanted: readonly Dim[]): Shape {
  const allowZero = number(context.attributes, "allowzero", 0) === 1;
  const shape = wanted.map((d, i) => (d === 0 && !allowZero ? from[i]! : d));
  const open = shape.indexOf(-1);
  if (open >= 0) {
    const rest = flat(
      context,
      shape.filter((_, i) => i !== open),
    );
    shape[open] = divide(flat(context, from), rest) ?? -1;
  }
  if (
    flatSize(shape) !== flatSize(from) ||
    shape.some((d) => typeof d === "number" && !(Number.isInteger(d) && d >= 0))
  ) {
    throw inconsistent(context, `cannot turn [${from.join(", ")}] into [${wanted.join(", ")}] for a batch of any size`);
  }
  return shape;
}

export const reshape: Infer = (context) => {
  const x = input(context, 0);
  const wanted = input(context, 1).known ?? knownNumbers(context, 1);
  return [{ type: x.type, shape: resolveShape(context, x.shape, wanted), ...(x.known && { known: x.known }) }];
};

export const unsqueeze: Infer = (context) => {
  const x = input(context, 0);
  const given = knownNumbers(context, 1);
  const rank = x.shape.length + given.length;
  const axes = new Set(given.map((a) => frontAxis(a, rank)));
  const rest = [...x.shape];
  const shape = Array.from({ length: rank }, (_, i): Dim => (axes.has(i) ? 1 : rest.shift()!));
  return [{ type: x.type, shape, ...(x.known && { known: x.known }) }];
};

export const squeeze: Infer = (context) => {
  const x = input(context, 0);
  const given = findKnownNumbers(context, 1) ?? x.shape.flatMap((d, i) => (d === 1 ? [i] : []));
  const axes = new Set(given.map((a) => frontAxis(a, x.shape.length)));
  return [{ type: x.type, shape: x.shape.filter((_, i) => !axes.has(i)), ...(x.known && { known: x.known }) }];
};
