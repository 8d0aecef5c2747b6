import { list, number } from "../../graph/attributes.ts";
import type { Attributes, Shape } from "../../graph/graph.ts";
import { floatTensor, intTensor } from "../../graph/tensor.ts";
import { type Raise, type RaiseContext, refuse, window } from "./raise.ts";

type Window = ReturnType<typeof window>;

/**
 * How far the last windows of ceil mode reach beyond the padding, an axis; undefined where ceil mode may stay. It may not
 * where a further window would begin in the end padding: nobody computes that one, but the shape inference of opsets
 * before 22 counts it, and the runtime then refuses what reads the pool. A dilated window may want more padding than the
 * runtime allows, which is less than its kernel; such pools stay as they are.
 */
function overhang(ceil: boolean, spatial: Shape, pool: Window): readonly number[] | undefined {
  const { kernel_shape, strides, dilations, pads } = pool;
  let stray = false;
  const overhangs = kernel_shape.map((k, i) => {
    const [size, begin, end, stride] = [Number(spatial[i]), pads[i]!, pads[i + kernel_shape.length]!, strides[i]!];
    const room = size + begin + end - (dilations[i]! * (k - 1) + 1);
    const left = room % stride;
    if (!(room >= 0 && left > 0)) return 0;
    const counted = (Math.floor(room / stride) + 1) * stride < size + begin;
    stray ||= !counted;
    return counted ? stride - left : 0;
  });
  const allowed = overhangs.every((o, i) => pads[i + kernel_shape.length]! + o < kernel_shape[i]!);
  return ceil && stray && allowed ? overhangs : undefined;
}

/** End pads that let the last windows in without ceil mode. */
const endPads = (pads: readonly number[], overhangs: readonly number[]) => [
  ...pads.slice(0, overhangs.length),
  ...overhangs.map((o, i) => pads[i + overhangs.length]! + o),
];

/** The pool's window and whether ceil mode is on, as the file has them. */
function read(context: RaiseContext): { pool: Window; ceil: boolean; overhangs: readonly number[] | undefined } {
  const spatial = context.value(context.inputs[0]!).shape.slice(2);
  const pool = window(context, spatial, list(context.attributes, "kernel_shape"));
  const ceil = number(context.attributes, "ceil_mode", 0) === 1;
  return { pool, ceil, overhangs: overhang(ceil, spatial, pool) };
}

/** MaxPool: window explicit; row-major indices. */
export const maxPool: Raise = (context) => {
  const asksForIndices = Boolean(context.outputs[1]);
  if (asksForIndices && number(context.attributes, "storage_order", 0) !== 0)
    throw refuse(context, "column-major indices are not read");
  const { pool, ceil, overhangs } = read(context);
  const attributes: Attributes = overhangs
    ? { ...pool, pads: endPads(pool.pads, overhangs), ceil_mode: 0 }
    : { ...pool, ceil_mode: Number(ceil) };
  return { op: "MaxPool", inputs: context.inputs, attributes };
};

/** AveragePool: window explicit. Opset 19 added dilations, which opset 17 cannot say. */
export const averagePool: Raise = (context) => {
  const { pool, ceil, overhangs } = read(context);
  const { dilations, ...attributes } = pool;
  if (dilations.some((d) => d !== 1)) throw refuse(context, "a dilated average pool is not read");
  const counted = number(context.attributes, "count_include_pad", 0);
  const pooled = (inputs: readonly string[], more: Attributes) => ({
    op: "AveragePool",
    inputs,
    attributes: { ...attributes, ceil_mode: 0, count_include_pad: counted, ...more },
  });
  if (!overhangs) return pooled(context.inputs, { ceil_mode: Number(ceil) });
  if (counted === 0 || overhangs.every((o) => o === 0))
    return pooled(context.inputs, { pads: endPads(attributes.pads, overhangs) });
  // Padding counts, what lies beyond it does not: as pads of the pool they could not be told apart.
  const half = attributes.pads.length / 2;
  const pads = [0, 0, ...attributes.pads.slice(0, half), 0, 0, ...attributes.pads.slice(half)];
  const padded = context.emit("Pad", [
    context.inputs[0]!,
    context.constant(intTensor(pads)),
    context.constant(floatTensor(0)),
  ]);
  const zeros = overhangs.map(() => 0);
  return pooled([padded], { pads: endPads([...zeros, ...zeros], overhangs), count_include_pad: 0 });
};
