import { findList, number } from "../attributes.ts";
import type { Dim, Shape } from "../graph.ts";
import { add, broadcast, divide, equalShapes, flatSize, frontAxis } from "../shape.ts";
import { extent, findKnownNumbers, type Infer, type InferContext, inconsistent, input, knownNumbers } from "./infer.ts";

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

/** One axis of a Slice: where it begins, its step, and how many it takes. */
export function sliceRange(
  size: number,
  start: number,
  end: number,
  step: number,
): { begin: number; step: number; count: number } {
  const clamp = (v: number, low: number, high: number) => Math.min(Math.max(v < 0 ? v + size : v, low), high);
  const begin = step > 0 ? clamp(start, 0, size) : clamp(start, 0, size - 1);
  const stop = step > 0 ? clamp(end, 0, size) : end < -size ? -1 : clamp(end, -1, size - 1);
  return { begin, step, count: Math.max(0, Math.ceil((stop - begin) / step)) };
}

export const slice: Infer = (context) => {
  const x = input(context, 0);
  const [starts, ends] = [knownNumbers(context, 1), knownNumbers(context, 2)];
  const axes = findKnownNumbers(context, 3) ?? starts.map((_, i) => i);
  const steps = findKnownNumbers(context, 4) ?? starts.map(() => 1);
  const shape = [...x.shape];
  let known = x.known;
  axes.forEach((a, i) => {
    const axis = frontAxis(a, x.shape.length);
    // A slice that takes the whole batch leaves it free.
    if (x.shape[axis] === "N" && starts[i] === 0 && ends[i]! >= 2 ** 31 - 1 && steps[i] === 1) return;
    const range = sliceRange(extent(context, x.shape[axis], "range"), starts[i]!, ends[i]!, steps[i]!);
    shape[axis] = range.count;
    known =
      x.shape.length === 1
        ? known && Array.from({ length: range.count }, (_, k) => known![range.begin + k * range.step]!)
        : undefined;
  });
  return [{ type: x.type, shape, ...(known && { known }) }];
};

export const pad: Infer = (context) => {
  const x = input(context, 0);
  const pads = knownNumbers(context, 1);
  const shape = x.shape.map((d, i): Dim => {
    const extra = pads[i]! + pads[i + x.shape.length]!;
    return extra === 0 ? d : extent(context, d, "padding") + extra;
  });
  return [{ type: x.type, shape }];
};

export const gather: Infer = (context) => {
  const [x, indices] = [input(context, 0), input(context, 1)];
  const axis = frontAxis(number(context.attributes, "axis", 0), x.shape.length);
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  const picks =
    x.shape.length === 1 && x.known && indices.known?.every((d) => typeof d === "number")
      ? (indices.known as readonly number[])
      : undefined;
  const known = picks?.map((i) => x.known![frontAxis(i, x.known!.length)]!);
  return [{ type: x.type, shape, ...(known && { known }) }];
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

export const transpose: Infer = (context) => {
  const x = input(context, 0);
  const order = findList(context.attributes, "perm") ?? x.shape.map((_, i) => x.shape.length - 1 - i);
  return [{ type: x.type, shape: order.map((i) => x.shape[i]!) }];
};

export const expand: Infer = (context) => {
  const x = input(context, 0);
  const wanted = input(context, 1).known ?? knownNumbers(context, 1);
  const shape = broadcast(x.shape, wanted);
  if (!shape) throw inconsistent(context, `cannot expand [${x.shape.join(", ")}] to [${wanted.join(", ")}]`);
  return [{ type: x.type, shape }];
};

export const tile: Infer = (context) => {
  const x = input(context, 0);
  const repeats = knownNumbers(context, 1);
  return [
    {
      type: x.type,
      shape: x.shape.map((d, i): Dim => (repeats[i] === 1 ? d : extent(context, d, "repeats") * repeats[i]!)),
    },
  ];
};

export const shapeOf: Infer = (context) => {
  const { shape } = input(context, 0);
  const end = number(context.attributes, "end", shape.length);
  const known = shape.slice(number(context.attributes, "start", 0), end);
  return [{ type: "int64", shape: [known.length], known }];
};

export const size: Infer = (context) => {
  const count = flatSize(input(context, 0).shape);
  return [{ type: "int64", shape: [], ...(count !== undefined && { known: [count] }) }];
};

/** Depth becomes space in blocks of b×b, and the reverse. */
export const depthToSpace: Infer = (context) => {
  const x = input(context, 0);
  const b = number(context.attributes, "blocksize", 1);
  const [channels, height, width] = x.shape.slice(1).map((d) => extent(context, d, "size")) as [number, number, number];
  return [{ type: x.type, shape: [x.shape[0]!, channels / (b * b), height * b, width * b] }];
};

export const spaceToDepth: Infer = (context) => {
  const x = input(context, 0);
  const b = number(context.attributes, "blocksize", 1);
  const [channels, height, width] = x.shape.slice(1).map((d) => extent(context, d, "size")) as [number, number, number];
  return [{ type: x.type, shape: [x.shape[0]!, channels * b * b, height / b, width / b] }];
};

/** By scales (input 3) or sizes (input 4). */
export const resize: Infer = (context) => {
  const x = input(context, 0);
  const sizes = context.inputs[3]?.known;
  if (sizes?.length) {
    const shape = x.shape.map((d, i): Dim => (typeof d === "string" ? d : sizes[i]!));
    return [{ type: x.type, shape }];
  }
  const scales = knownNumbers(context, 2);
  return [
    {
      type: x.type,
      shape: x.shape.map((d, i): Dim => (scales[i] === 1 ? d : Math.floor(extent(context, d, "size") * scales[i]!))),
    },
  ];
};

/** Any shape that the graph itself computes: only its length and known parts matter. */
export const constantOfShape: Infer = (context) => {
  const value = context.attributes.value;
  const type = typeof value === "object" && "bytes" in value ? value.type : "float32";
  const wanted = input(context, 0).known;
  if (!wanted) throw inconsistent(context, "makes a tensor of a size that is not known before the model runs");
  return [{ type, shape: wanted }];
};

export const oneHot: Infer = (context) => {
  const [indices, values] = [input(context, 0), input(context, 2)];
  const depth = knownNumbers(context, 1)[0]!;
  const rank = indices.shape.length + 1;
  const axis = frontAxis(number(context.attributes, "axis", -1), rank);
  return [{ type: values.type, shape: [...indices.shape.slice(0, axis), depth, ...indices.shape.slice(axis)] }];
};

export const range: Infer = (context) => {
  const [start, limit, delta] = [0, 1, 2].map((i) => knownNumbers(context, i)[0]!) as [number, number, number];
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  if (!(count <= 4096))
    throw inconsistent(context, `counts ${count} numbers, more than the 4096 that are possible here`);
  const known = Array.from({ length: count }, (_, i) => start + i * delta);
  return [{ type: input(context, 0).type, shape: [known.length], known }];
};

export const gatherElements: Infer = (context) => [{ type: input(context, 0).type, shape: input(context, 1).shape }];

export const sameAsFirst: Infer = (context) => {
  const x = input(context, 0);
  if (context.op === "ScatterElements" && !equalShapes(input(context, 1).shape, input(context, 2).shape)) {
    throw inconsistent(context, "scatters updates of another shape than its indices");
  }
  return [{ type: x.type, shape: x.shape }];
};
