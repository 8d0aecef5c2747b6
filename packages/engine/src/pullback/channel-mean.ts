import type { Builder } from "../graph/builder.ts";
import { reshapeTo } from "./reshape-to.ts";

/**
 * The mean over LRN's window of channels, as an AveragePool along the channels of [N, 1, C, H·W]: linear in the channels,
 * where a banded 1×1 Conv would be quadratic.
 *
 * @param reach channels before and behind its own that a window has
 */
export function channelMean(builder: Builder, name: string, [before, behind]: readonly [number, number]): string {
  const shape = builder.shape(name);
  const [batch, channels, ...spatial] = shape;
  const pixels = spatial.map(Number).reduce((a, b) => a * b, 1);
  const flat = reshapeTo(builder, name, [batch!, 1, channels!, pixels]);
  const attributes = {
    kernel_shape: [before + 1 + behind, 1],
    strides: [1, 1],
    pads: [before, 0, behind, 0],
    ceil_mode: 0,
    count_include_pad: 1,
  };
  return reshapeTo(builder, builder.emit("AveragePool", [flat], attributes), shape);
}
