import type { Builder } from "../graph/builder.ts";
import type { Node } from "../graph/graph.ts";

/** Whether WebGPU's Conv would take the channels three by three, and more than once, which it gets wrong. */
export const readsTriples = (channels: number): boolean => channels > 3 && channels % 3 === 0 && channels % 4 !== 0;

/** A Conv of one group with zeros as further input channels, up to a multiple of 4. */
export function quadrupleChannels(builder: Builder, { inputs, attributes }: Node): string {
  const [x, weight, ...bias] = inputs as [string, string, ...string[]];
  const more = 4 - (Number(builder.shape(x)[1]) % 4);
  const widened = (name: string) => {
    const rank = builder.shape(name).length;
    const pads = Array.from({ length: 2 * rank }, (_, i) => (i === rank + 1 ? more : 0));
    return builder.emit("Pad", [name, builder.int(pads), builder.float(0)], { mode: "constant" });
  };
  return builder.emit("Conv", [widened(x), widened(weight), ...bias], attributes);
}
