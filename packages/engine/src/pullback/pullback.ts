import { UnsupportedOpError } from "../errors.ts";
import type { Builder } from "../graph/builder.ts";
import type { Attributes, Node, Shape } from "../graph/graph.ts";

/** What a pullback may use: the node, the gradient that arrives at its output, and the means to emit. */
export interface PullbackContext {
  readonly builder: Builder;
  readonly emit: Builder["emit"];
  readonly node: Node;
  readonly attributes: Attributes;
  readonly inputs: readonly string[];
  /** The first output, and the gradient that arrives at it. */
  readonly output: string;
  readonly dy: string;
  /** Gradients by output; undefined where none arrives. */
  readonly dys: readonly (string | undefined)[];
  shape(name: string): Shape;
  /** Whether the gradient of this Conv is computed on pairs of columns (choose-paired.ts). */
  readonly paired: boolean;
  /** Whether the gradient of the i-th input is needed. */
  wants(i: number): boolean;
}

/**
 * Emits the vector-Jacobian product of an op: one gradient an input, undefined where it has none or is not wanted. A
 * gradient may have the broadcast shape of the output: the walk sums it down to its input's shape.
 */
export type Pullback = (context: PullbackContext) => readonly (string | undefined)[];

export type PullbackTable = Readonly<Record<string, Pullback>>;

/** Refuses a form of an op that has no pullback, with the reason. */
export const cannot = (context: PullbackContext, why: string): UnsupportedOpError =>
  new UnsupportedOpError(context.node.op, context.node.name, why);

/** The numbers of an input that is known before running; undefined for an absent one. */
export function findNumbers(context: PullbackContext, i: number): readonly number[] | undefined {
  const name = context.inputs[i];
  const known = name ? context.builder.value(name).known : undefined;
  return known?.every((d): d is number => typeof d === "number") ? known : undefined;
}

/** The largest side of a grid that is walked through here, number by number. */
const longestSide = 65_536;

/** The extents behind batch and channels. */
export function spatial(context: PullbackContext, name: string): readonly number[] {
  const shape = context.shape(name).slice(2);
  if (!shape.every((d): d is number => typeof d === "number" && d <= longestSide))
    throw cannot(context, "its grid is too large");
  return shape;
}
