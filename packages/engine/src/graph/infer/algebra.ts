import { findList, number } from "../attributes.ts";
import type { Dim } from "../graph.ts";
import { broadcast, frontAxis } from "../shape.ts";
import { findKnownNumbers, type Infer, inconsistent, input } from "./infer.ts";

export const gemm: Infer = (context) => {
  const [a, b] = [input(context, 0), input(context, 1)];
  const [rows, inner] = number(context.attributes, "transA", 0) ? [a.shape[1], a.shape[0]] : a.shape;
  const [innerB, columns] = number(context.attributes, "transB", 0) ? [b.shape[1], b.shape[0]] : b.shape;
  if (a.shape.length !== 2 || b.shape.length !== 2 || inner !== innerB) {
    throw inconsistent(context, `multiplies [${a.shape.join(", ")}] by [${b.shape.join(", ")}], which do not fit`);
  }
  return [{ type: a.type, shape: [rows!, columns!] }];
};

export const matMul: Infer = (context) => {
  const [a, b] = [input(context, 0), input(context, 1)];
  const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (a.shape.length < 2 || b.shape.length < 2 || !batch || a.shape.at(-1) !== b.shape.at(-2)) {
    throw inconsistent(context, `multiplies [${a.shape.join(", ")}] by [${b.shape.join(", ")}], which do not fit`);
  }
  return [{ type: a.type, shape: [...batch, a.shape.at(-2)!, b.shape.at(-1)!] }];
};

/** Reductions over `axes` (an attribute; ReduceSum's second input), all axes where there are none. */
export const reduce: Infer = (context) => {
  const x = input(context, 0);
  const given = findList(context.attributes, "axes") ?? findKnownNumbers(context, 1);
  const axes = new Set((given?.length ? given : x.shape.map((_, i) => i)).map((a) => frontAxis(a, x.shape.length)));
  const keep = number(context.attributes, "keepdims", 1) === 1;
  const shape = x.shape.map((d, i): Dim => (axes.has(i) ? 1 : d)).filter((_, i) => keep || !axes.has(i));
  const numbers = x.known?.every((d) => typeof d === "number") ? (x.known as readonly number[]) : undefined;
  const folded =
    context.op === "ReduceProd" && numbers && axes.size === x.shape.length
      ? [numbers.reduce((a, b) => a * b, 1)]
      : undefined;
  return [{ type: x.type, shape, ...(folded && { known: folded }) }];
};

export const argMax: Infer = (context) => {
  const x = input(context, 0);
  const axis = frontAxis(number(context.attributes, "axis", 0), x.shape.length);
  const keep = number(context.attributes, "keepdims", 1) === 1;
  return [
    { type: "int64", shape: x.shape.map((d, i): Dim => (i === axis ? 1 : d)).filter((_, i) => keep || i !== axis) },
  ];
};
