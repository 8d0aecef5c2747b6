import { list } from "../graph/attributes.ts";
import type { Pullback } from "./pullback.ts";

/** dx of a ConvTranspose is the Conv that it transposes, with the same kernel. */
export const convTranspose: Pullback = ({ emit, attributes, inputs, dy }) => {
  const { output_padding, ...window } = attributes;
  const [kernel, pads, extra] = [
    list(attributes, "kernel_shape"),
    list(attributes, "pads"),
    list(attributes, "output_padding"),
  ];
  // What output_padding added at the end is cropped: fewer end pads, and the stride drops the rest.
  const shortened = pads.map((p, i) => (i < kernel.length ? p : Math.max(0, p - extra[i - kernel.length]!)));
  return [emit("Conv", [dy, inputs[1]!], { ...window, pads: shortened })];
};
