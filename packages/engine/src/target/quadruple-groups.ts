import { number } from "../graph/attributes.ts";
import type { Builder } from "../graph/builder.ts";
import type { Node, Shape } from "../graph/graph.ts";
import { reshapeTo } from "../pullback/reshape-to.ts";

/**
 * Whether WebGPU's grouped Conv, which writes output channels by fours, or by twos where their whole number allows no more,
 * would write some of two groups at once, which it gets wrong.
 */
export function straddlesGroups(channels: number, group: number): boolean {
  const perGroup = channels / group;
  const together = channels % 4 === 0 ? 4 : channels % 2 === 0 ? 2 : 1;
  return group > 1 && perGroup > 4 && perGroup % together !== 0;
}

/** A grouped Conv with zeros as further output channels of each group, up to a multiple of 4, which are dropped again. */
export function quadrupleGroups(builder: Builder, { inputs, outputs, attributes }: Node): string {
  const [x, weight, bias] = inputs as [string, string, string?];
  const group = number(attributes, "group", 1);
  const [channels, ...rest] = builder.shape(weight).map(Number) as [number, ...number[]];
  const perGroup = channels / group;
  const wide = perGroup + 4 - (perGroup % 4);
  const widened = (name: string, behind: readonly number[]) => {
    const size = behind.reduce((product, d) => product * d, 1);
    const groups = builder.emit("Reshape", [name, builder.int([group, perGroup, size])]);
    const pads = builder.int([0, 0, 0, 0, wide - perGroup, 0]);
    const padded = builder.emit("Pad", [groups, pads, builder.float(0)], { mode: "constant" });
    return builder.emit("Reshape", [padded, builder.int([group * wide, ...behind])]);
  };
  const operands = [x, widened(weight, rest), ...(bias ? [widened(bias, [])] : [])];
  const y = builder.emit("Conv", operands, attributes);
  const shape: Shape = builder.shape(outputs[0]!);
  const pixels = shape.slice(2).reduce<number>((product, d) => product * Number(d), 1);
  const groups = reshapeTo(builder, y, [shape[0]!, group, wide, pixels]);
  const kept = builder.emit("Slice", [groups, builder.int([0]), builder.int([perGroup]), builder.int([2])]);
  return reshapeTo(builder, kept, shape);
}
