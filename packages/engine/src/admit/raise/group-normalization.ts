import { number } from "../../graph/attributes.ts";
import type { Dim } from "../../graph/graph.ts";
import { floatTensor, intTensor } from "../../graph/tensor.ts";
import { type Raise, refuse } from "./raise.ts";

/**
 * GroupNormalization (opset 18): InstanceNormalization of groups of channels as if each were one channel, then scale and
 * shift a channel; opset 18 had them a group.
 */
export const groupNormalization: Raise = (context) => {
  const [x, scale, bias] = context.inputs as [string, string, string];
  const [, channels, ...spatial] = context.value(x).shape as [Dim, number, ...number[]];
  const groups = number(context.attributes, "num_groups", 1);
  if (!(channels % groups === 0)) throw refuse(context, `${channels} channels do not part into ${groups} groups`);
  const ints = (...values: number[]) => context.constant(intTensor(values));
  const same = (value: number) => context.constant(floatTensor(Array.from({ length: groups }, () => value)));
  const grouped = context.emit("Reshape", [x, ints(0, groups, -1)]);
  const unit = context.emit("InstanceNormalization", [grouped, same(1), same(0)], {
    epsilon: number(context.attributes, "epsilon", 1e-5),
  });
  // By channels behind the groups, so that one number a group or one a channel broadcasts alike.
  const parted = context.emit("Reshape", [unit, ints(0, groups, channels / groups, ...spatial)]);
  const shaped = (name: string) => {
    const perGroup = context.value(name).shape[0] === groups;
    return context.emit("Reshape", [name, ints(groups, perGroup ? 1 : channels / groups, ...spatial.map(() => 1))]);
  };
  const shifted = context.emit("Add", [context.emit("Mul", [parted, shaped(scale)]), shaped(bias)]);
  return { op: "Reshape", inputs: [shifted, ints(0, channels, ...spatial)], attributes: {} };
};
