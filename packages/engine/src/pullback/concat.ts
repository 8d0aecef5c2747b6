import { number } from "../graph/attributes.ts";
import { frontAxis } from "../graph/shape.ts";
import { block } from "./mask.ts";
import { canNarrow, narrow } from "./narrow.ts";
import { findNumbers, type Pullback, type PullbackContext } from "./pullback.ts";

/**
 * dy in the inputs' parts: on a CPU made in parts by the Convs that made it, which stay in their blocked layout, or else cut.
 */
function partsOf({ builder, dy, shape }: PullbackContext, sizes: readonly number[], axis: number): readonly string[] {
  const blocked = builder.profile.mask === "blocked" && sizes.every((size) => size % block === 0);
  const blocks = blocked && axis === 1 && shape(dy).length === 4;
  if (blocks && canNarrow(builder, dy)) return narrow(builder, dy, sizes);
  return builder.emitAll("Split", [dy, builder.int(sizes)], { axis }, sizes.length);
}

/** dy cut into the inputs' parts. */
export const concat: Pullback = (context) => {
  const { builder, emit, attributes, inputs, dy, wants, shape } = context;
  const axis = frontAxis(number(attributes, "axis", 1), shape(dy).length);
  const sizes = inputs.map((name) => Number(shape(name)[axis]));
  const wanted = inputs.flatMap((_, i) => (wants(i) ? [i] : []));
  if (wanted.length > 1) {
    const parts = partsOf(context, sizes, axis);
    return parts.map((part, i) => (wants(i) ? part : undefined));
  }
  const start = sizes.slice(0, wanted[0]).reduce((a, b) => a + b, 0);
  const end = start + sizes[wanted[0]!]!;
  const only = emit("Slice", [dy, builder.int([start]), builder.int([end]), builder.int([axis])]);
  return inputs.map((_, i) => (i === wanted[0] ? only : undefined));
};

/** The parts' gradients joined; a part that nothing looked at has none. */
export const split: Pullback = (context) => {
  const { builder, emit, attributes, node, dys, shape } = context;
  const sizes = findNumbers(context, 1) ?? [];
  const axis = frontAxis(number(attributes, "axis", 0), shape(node.inputs[0]!).length);
  // A part that had no output yet gets one: its zeros take their shape from it.
  const outputs = builder.emitAll(node.op, node.inputs, node.attributes, sizes.length);
  const parts = sizes.map((_, i) => dys[i] ?? emit("Mul", [outputs[i]!, builder.float(0)]));
  return [emit("Concat", parts, { axis })];
};
