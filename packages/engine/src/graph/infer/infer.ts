import { ModelInconsistentError, UnsupportedOpError } from "../../errors.ts";
import type { Attributes, Dim, Value } from "../graph.ts";

/** What an op's rule may look at: everything that is known before running. */
export interface InferContext {
  readonly op: string;
  readonly name: string;
  readonly attributes: Attributes;
  readonly inputs: readonly (Value | undefined)[];
}

/** What is known of one output. */
export type Inferred = Omit<Value, "name" | "tensor">;

/** Shapes, types and, for shape arithmetic, contents of an op's outputs. */
export type Infer = (context: InferContext) => readonly Inferred[];

/** The i-th input, which the op cannot do without. */
export function input(context: InferContext, i: number): Value {
  const value = context.inputs[i];
  if (!value) throw inconsistent(context, `lacks its input ${i + 1}`);
  return value;
}

/** The numbers of an input that must be known before running. */
export function knownNumbers(context: InferContext, i: number): readonly number[] {
  const known = input(context, i).known;
  if (!known?.every((d): d is number => typeof d === "number")) {
    throw new UnsupportedOpError(context.op, context.name, `its input ${i + 1} must be known before the model runs`);
  }
  return known;
}

/** The numbers of an optional input; undefined where it is absent. */
export const findKnownNumbers = (context: InferContext, i: number): readonly number[] | undefined =>
  context.inputs[i] ? knownNumbers(context, i) : undefined;

export const inconsistent = (context: Pick<InferContext, "op" | "name">, what: string): ModelInconsistentError =>
  new ModelInconsistentError(
    `The model's node "${context.name}" (${context.op}) ${what}; the model cannot run as it is.`,
    {
      op: context.op,
      node: context.name,
    },
  );

/** An extent that the op needs as a number. */
export function extent(context: InferContext, dim: Dim | undefined, what: string): number {
  if (typeof dim !== "number")
    throw new UnsupportedOpError(context.op, context.name, `its ${what} must not depend on the batch`);
  return dim;
}
