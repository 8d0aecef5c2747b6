import { UnsupportedOpError } from "../../errors.ts";
import { findList, text } from "../../graph/attributes.ts";
import type { Attributes, Dim, Shape, Tensor, Value } from "../../graph/graph.ts";

/** A node without its outputs' names: what a node of the user's model becomes in the dialect. */
export interface Raised {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: Attributes;
}

/** A node as the file has it, and the means to add what it becomes. */
export interface RaiseContext extends Raised {
  readonly opset: number;
  readonly name: string;
  readonly outputs: readonly string[];
  /** The batch size that the file fixed although it is free here; null where the file leaves it free. */
  readonly fixedBatch: number | null;
  value(name: string): Value;
  constant(tensor: Tensor): string;
  /** An extra node before the last one. */
  emit(op: string, inputs: readonly string[], attributes?: Attributes): string;
}

/** Turns a node of any opset from 9 to 23 into the dialect: every attribute spelled out, opset 17's form. */
export type Raise = (context: RaiseContext) => Raised;

export const refuse = (context: Pick<RaiseContext, "op" | "name">, why: string): UnsupportedOpError =>
  new UnsupportedOpError(context.op, context.name, why);

/** The numbers of an input that must be a constant of the file, or shape arithmetic of one. */
export function constantNumbers(context: RaiseContext, i: number): readonly number[] | undefined {
  const name = context.inputs[i];
  if (!name) return undefined;
  const { known } = context.value(name);
  if (!known?.every((d): d is number => typeof d === "number")) {
    throw refuse(context, `its input "${name}" must be known before the model runs`);
  }
  return known;
}

/** The window of a Conv or pool with kernel, strides, dilations and explicit pads, whatever the file left out. */
export function window(context: RaiseContext, spatial: Shape, kernel: readonly number[]) {
  const { attributes } = context;
  const ones = kernel.map(() => 1);
  const strides = findList(attributes, "strides") ?? ones;
  const dilations = findList(attributes, "dilations") ?? ones;
  const auto = text(attributes, "auto_pad", "NOTSET");
  const pads =
    auto === "NOTSET"
      ? (findList(attributes, "pads") ?? [...ones, ...ones].map(() => 0))
      : autoPads(auto, spatial, kernel, strides, dilations);
  return { kernel_shape: kernel, strides, dilations, pads };
}

function autoPads(
  auto: string,
  spatial: Shape,
  kernel: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
) {
  const totals = spatial.map((d: Dim, i) => {
    if (auto === "VALID" || typeof d !== "number") return 0;
    return Math.max(0, (Math.ceil(d / strides[i]!) - 1) * strides[i]! + dilations[i]! * (kernel[i]! - 1) + 1 - d);
  });
  const small = totals.map((t) => Math.floor(t / 2));
  const large = totals.map((t) => Math.ceil(t / 2));
  return auto === "SAME_LOWER" ? [...large, ...small] : [...small, ...large];
}

/** The axes of a node that has them as an attribute (older opsets) or as an input. */
export const axesOf = (context: RaiseContext, i: number): readonly number[] | undefined =>
  findList(context.attributes, "axes") ?? constantNumbers(context, i);
