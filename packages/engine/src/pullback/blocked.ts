import { number } from "../graph/attributes.ts";
import type { Builder } from "../graph/builder.ts";
import type { Node } from "../graph/graph.ts";
import { equalShapes } from "../graph/shape.ts";
import { block, scaleChannels } from "./mask.ts";

/** Whether an op's result is in blocks, where its inputs' layouts are known. */
type Layout = (builder: Builder, node: Node) => boolean;

const asFirst: Layout = (builder, { inputs }) => isBlocked(builder, inputs[0]!);

const asAll: Layout = (builder, { inputs }) =>
  inputs.every((name) => equalShapes(builder.shape(name), builder.shape(inputs[0]!)) && isBlocked(builder, name));

const ofConv: Layout = (builder, { inputs, attributes }) => {
  const group = number(attributes, "group", 1);
  return group === 1 || group === builder.shape(inputs[0]!)[1];
};

/** What the runtime's convolutions can hand on in blocks; every other op wants plain rows. */
const layouts: Readonly<Record<string, Layout>> = {
  Add: asAll,
  AveragePool: asFirst,
  Clip: (builder, { inputs }) => builder.producer(inputs[0]!)?.op === "Conv" && isBlocked(builder, inputs[0]!),
  Conv: ofConv,
  Mul: asAll,
  Relu: asFirst,
};

const known = new WeakMap<Builder, Map<string, boolean>>();

/** Whether the CPU runtime will hold a tensor [N, C, H, W] in the blocked layout of its convolutions. */
export function isBlocked(builder: Builder, name: string): boolean {
  const answers = known.get(builder) ?? new Map<string, boolean>();
  known.set(builder, answers);
  const answer = answers.get(name);
  if (answer !== undefined) return answer;
  const shape = builder.shape(name);
  const node = builder.producer(name);
  const whole = shape.length === 4 && typeof shape[1] === "number" && shape[1] % block === 0;
  const blocked = whole && node !== undefined && (layouts[node.op]?.(builder, node) ?? false);
  answers.set(name, blocked);
  return blocked;
}

/**
 * The sum of two gradients that meet. Where a Conv made one of them, the runtime adds the other while it convolves, if that
 * is in blocks too: a plain one is brought there by a depthwise Conv with ones. All that follows stays there, which spares
 * a residual net two reorderings and a pass a block.
 */
export function emitMeeting(builder: Builder, a: string, b: string): string {
  const fuses = (name: string, other: string) =>
    builder.producer(name)?.op === "Conv" && isBlocked(builder, name) && !isBlocked(builder, other);
  const enter = (name: string) => {
    const channels = Number(builder.shape(name)[1]);
    return scaleChannels(builder, name, builder.emit("Expand", [builder.float(1), builder.int([channels, 1, 1, 1])]));
  };
  const alike = builder.profile.mask === "blocked" && equalShapes(builder.shape(a), builder.shape(b));
  if (alike && fuses(a, b) && mayEnter(builder, b)) return builder.emit("Add", [a, enter(b)]);
  if (alike && fuses(b, a) && mayEnter(builder, a)) return builder.emit("Add", [enter(a), b]);
  return builder.emit("Add", [a, b]);
}

/** What a Split has cut goes on to another Split, for which it would have to leave the blocks again. */
const mayEnter = (builder: Builder, name: string): boolean => builder.producer(name)?.op !== "Split";
