import { findList, list, number } from "../attributes.ts";
import type { Dim } from "../graph.ts";
import { extent, type Infer, type InferContext, inconsistent, input } from "./infer.ts";

/** Output extents of a window slid over the spatial axes; ceil mode never lets a window begin in the end padding. */
export function slide(context: InferContext, spatial: readonly Dim[]): number[] {
  const { attributes } = context;
  const [kernel, strides, pads] = [
    list(attributes, "kernel_shape"),
    list(attributes, "strides"),
    list(attributes, "pads"),
  ];
  const dilations = findList(attributes, "dilations") ?? kernel.map(() => 1);
  const ceil = number(attributes, "ceil_mode", 0) === 1;
  return spatial.map((d, i) => {
    const size = extent(context, d, "size");
    const [begin, end, stride] = [pads[i]!, pads[i + spatial.length]!, strides[i]!];
    const room = size + begin + end - (dilations[i]! * (kernel[i]! - 1) + 1);
    if (room < 0 || stride < 1) throw inconsistent(context, `has a window larger than its input of ${size}`);
    let out = Math.floor(room / stride) + 1;
    if (ceil && room % stride !== 0 && out * stride < size + begin) out += 1;
    return out;
  });
}

/** X [N, C, ...], W [M, C/group, ...] → [N, M, ...]. */
export const conv: Infer = (context) => {
  const [x, w] = [input(context, 0), input(context, 1)];
  const group = number(context.attributes, "group", 1);
  if (x.shape.length !== w.shape.length || x.shape.length < 3)
    throw inconsistent(context, "has a kernel of another rank than its input");
  if (extent(context, x.shape[1], "channels") !== extent(context, w.shape[1], "kernel") * group) {
    throw inconsistent(context, `reads ${x.shape[1]} channels with a kernel for ${Number(w.shape[1]) * group}`);
  }
  return [{ type: x.type, shape: [x.shape[0]!, w.shape[0]!, ...slide(context, x.shape.slice(2))] }];
};

/** X [N, C, ...], W [C, M/group, ...] → [N, M, ...], the transpose of Conv. */
export const convTranspose: Infer = (context) => {
  const [x, w] = [input(context, 0), input(context, 1)];
  const { attributes } = context;
  const [kernel, strides, pads] = [
    list(attributes, "kernel_shape"),
    list(attributes, "strides"),
    list(attributes, "pads"),
  ];
  const [dilations, outputPadding] = [list(attributes, "dilations"), list(attributes, "output_padding")];
  const spatial = x.shape.slice(2).map((d, i) => {
    const reach = dilations[i]! * (kernel[i]! - 1) + 1;
    return (
      (extent(context, d, "size") - 1) * strides[i]! + reach + outputPadding[i]! - pads[i]! - pads[i + kernel.length]!
    );
  });
  const channels = extent(context, w.shape[1], "kernel") * number(attributes, "group", 1);
  return [{ type: x.type, shape: [x.shape[0]!, channels, ...spatial] }];
};

/** MaxPool's second output counts over the whole tensor. */
export const maxPool: Infer = (context) => {
  const x = input(context, 0);
  const shape = [...x.shape.slice(0, 2), ...slide(context, x.shape.slice(2))];
  return [
    { type: x.type, shape },
    { type: "int64", shape },
  ];
};

export const averagePool: Infer = (context) => maxPool(context).slice(0, 1);

export const globalPool: Infer = (context) => {
  const x = input(context, 0);
  return [{ type: x.type, shape: [...x.shape.slice(0, 2), ...x.shape.slice(2).map(() => 1)] }];
};
