import { findList, list } from "../graph/attributes.ts";
import type { Attributes } from "../graph/graph.ts";

/**
 * The ConvTranspose that carries a gradient of extents `output` back over a window to extents `input`. What the window
 * left over at the end of the input is output_padding; what it read beyond the end is cropped by the end pads.
 */
export function transposedWindow(attributes: Attributes, input: readonly number[], output: readonly number[]) {
  const [kernel, strides, pads] = [
    list(attributes, "kernel_shape"),
    list(attributes, "strides"),
    list(attributes, "pads"),
  ];
  const dilations = findList(attributes, "dilations") ?? kernel.map(() => 1);
  const begin = pads.slice(0, kernel.length);
  const surplus = kernel.map(
    (k, i) => (output[i]! - 1) * strides[i]! - begin[i]! + dilations[i]! * (k - 1) + 1 - input[i]!,
  );
  return {
    kernel_shape: kernel,
    strides,
    dilations,
    pads: [...begin, ...surplus.map((s) => Math.max(0, s))],
    output_padding: surplus.map((s) => Math.max(0, -s)),
  };
}
