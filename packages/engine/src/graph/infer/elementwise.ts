import { ModelInconsistentError } from "../../errors.ts";
import { elementTypes } from "../../onnx/element-types.ts";
import { number } from "../attributes.ts";
import type { Dim, ElementType, Value } from "../graph.ts";
import { add, broadcast, divide, multiply, shapeText } from "../shape.ts";
import { type Infer, type InferContext, input } from "./infer.ts";

type Arithmetic = (a: Dim, b: Dim, integer: boolean) => Dim | undefined;

const onNumbers =
  (f: (a: number, b: number, integer: boolean) => number): Arithmetic =>
  (a, b, integer) =>
    typeof a === "number" && typeof b === "number" ? f(a, b, integer) : undefined;

/** A batch has at least one image: no extent is equal to −1, as exported shapes ask. */
const isNoBatch = (d: Dim) => typeof d === "number" && d < 1;

/** The arithmetic that exported shape computations use. */
const arithmetic: Readonly<Record<string, Arithmetic>> = {
  Add: add,
  Mul: multiply,
  Sub: (a, b) => (b === 0 ? a : a === b ? 0 : onNumbers((x, y) => x - y)(a, b, true)),
  Div: (a, b, integer) =>
    typeof a === "number" && typeof b === "number" ? (integer ? Math.trunc(a / b) : a / b) : divide(a, b),
  Mod: onNumbers((a, b) => a - b * Math.floor(a / b)),
  Max: onNumbers((a, b) => Math.max(a, b)),
  Min: onNumbers((a, b) => Math.min(a, b)),
  Equal: (a, b) => (a === b ? 1 : typeof a === typeof b || isNoBatch(a) || isNoBatch(b) ? 0 : undefined),
  Greater: onNumbers((a, b) => Number(a > b)),
  Less: onNumbers((a, b) => Number(a < b)),
};

/** Element-wise content by broadcasting two known 0-d or 1-d tensors. */
function content(op: string, a: Value, b: Value): readonly Dim[] | undefined {
  const f = arithmetic[op];
  if (!f || !a.known || !b.known || a.shape.length > 1 || b.shape.length > 1) return undefined;
  const length = a.known.length === 1 ? b.known.length : a.known.length;
  const integer = a.type !== "float32" && a.type !== "float64";
  const at = (known: readonly Dim[], i: number) => known[known.length === 1 ? 0 : i]!;
  const result = Array.from({ length }, (_, i) => f(at(a.known!, i), at(b.known!, i), integer));
  return result.every((d) => d !== undefined) ? result : undefined;
}

/** Two inputs, broadcast as in numpy. */
export const binary =
  (type?: ElementType): Infer =>
  (context) => {
    const [a, b] = [input(context, 0), input(context, 1)];
    const shape = broadcast(a.shape, b.shape);
    if (!shape) {
      throw new ModelInconsistentError(
        `The model's node "${context.name}" (${context.op}) joins tensors of shapes ${shapeText(a.shape)} and ${shapeText(b.shape)}, which do not fit.`,
      );
    }
    const known = content(context.op, a, b);
    return [{ type: type ?? a.type, shape, ...(known && { known }) }];
  };

/** The first input's shape and type. */
export const unary: Infer = (context) => {
  const { type, shape } = input(context, 0);
  return [{ type, shape }];
};

/** Identity, and what is one at inference: contents pass too. */
export const same: Infer = (context) => {
  const { type, shape, known } = input(context, 0);
  return [{ type, shape, ...(known && { known }) }];
};

/** Rounding, of contents too. */
export const rounding =
  (f: (x: number) => number): Infer =>
  (context) => {
    const { type, shape, known } = input(context, 0);
    const rounded = known?.map((d) => (typeof d === "number" ? f(d) : d));
    return [{ type, shape, ...(rounded && { known: rounded }) }];
  };

export const predicate: Infer = (context) => [{ type: "bool", shape: input(context, 0).shape }];

export const cast: Infer = (context) => {
  const { shape, known } = input(context, 0);
  const type = elementTypes[number(context.attributes, "to", 1)] ?? "float32";
  const integer = type.startsWith("int") || type.startsWith("uint");
  const whole = known?.map((d) => (integer && typeof d === "number" ? Math.trunc(d) : d));
  return [{ type, shape, ...(whole && { known: whole }) }];
};

/** Any number of inputs, all broadcast together. */
export const nary: Infer = (context: InferContext) => {
  const join = binary();
  let joined = input(context, 0);
  for (let i = 1; i < context.inputs.length; i++) {
    const [both] = join({ ...context, inputs: [joined, input(context, i)] });
    joined = { name: "", ...both! };
  }
  const { type, shape, known } = joined;
  return [{ type, shape, ...(known && { known }) }];
};

export const where: Infer = (context) => {
  const [condition, a, b] = [input(context, 0), input(context, 1), input(context, 2)];
  const joined = binary()({ ...context, inputs: [a, b] })[0]!;
  const { shape } = binary()({ ...context, inputs: [condition, { ...joined, name: "" }] })[0]!;
  const pick =
    condition.known &&
    a.known &&
    b.known &&
    a.known.length === b.known.length &&
    condition.known.length === a.known.length
      ? condition.known.map((c, i) => (c ? a.known![i]! : b.known![i]!))
      : undefined;
  return [{ type: a.type, shape, ...(pick && { known: pick }) }];
};
