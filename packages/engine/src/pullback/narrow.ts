import { number } from "../graph/attributes.ts";
import type { Builder } from "../graph/builder.ts";
import type { Node } from "../graph/graph.ts";

/** How many channels each part has, in order. */
type Sizes = readonly number[];

interface Narrowing {
  /** Whether the op's result can be had in parts. */
  can(builder: Builder, node: Node): boolean;
  emit(builder: Builder, node: Node, sizes: Sizes): string[];
}

/** A Conv's channels are the first axis of its kernel, which the runtime cuts once, when it loads the graph. */
const ofConv: Narrowing = {
  can: (_, { inputs, attributes }) => number(attributes, "group", 1) === 1 && !inputs[2],
  emit: (builder, { inputs, attributes }, sizes) => {
    const [x, weight] = inputs as [string, string];
    let begin = 0;
    return sizes.map((size) => {
      const bounds = [[begin], [begin + size], [0]].map((values) => builder.int(values));
      begin += size;
      return builder.emit("Conv", [x, builder.emit("Slice", [weight, ...bounds])], attributes);
    });
  },
};

/** Channel by channel the same op on its first input. */
const ofFirst: Narrowing = {
  can: (builder, { inputs }) => canNarrow(builder, inputs[0]!),
  emit: (builder, { op, inputs: [x, ...rest], attributes }, sizes) =>
    narrow(builder, x!, sizes).map((part) => builder.emit(op, [part, ...rest], attributes)),
};

/** A product with what is the same for all channels. */
const ofMul: Narrowing = {
  ...ofFirst,
  can: (builder, node) => (builder.shape(node.inputs[1]!).at(-3) ?? 1) === 1 && ofFirst.can(builder, node),
};

const ofAdd: Narrowing = {
  can: (builder, { inputs }) => inputs.every((name) => canNarrow(builder, name)),
  emit: (builder, { inputs }, sizes) => {
    const [a, b] = inputs.map((name) => narrow(builder, name, sizes)) as [string[], string[]];
    return a.map((part, i) => builder.emit("Add", [part, b[i]!]));
  },
};

const narrowings: Readonly<Record<string, Narrowing>> = {
  Add: ofAdd,
  AveragePool: ofFirst,
  Conv: ofConv,
  Mul: ofMul,
};

const find = (builder: Builder, name: string): { node: Node; narrowing: Narrowing } | undefined => {
  const node = builder.producer(name);
  const narrowing = node && narrowings[node.op];
  return narrowing && { node, narrowing };
};

/** Whether a tensor [N, C, …] can be made in parts of its channels as cheaply as whole. */
export function canNarrow(builder: Builder, name: string): boolean {
  const found = find(builder, name);
  return found?.narrowing.can(builder, found.node) ?? false;
}

/** The parts, made by what makes the whole. */
export function narrow(builder: Builder, name: string, sizes: Sizes): string[] {
  const { node, narrowing } = find(builder, name)!;
  return narrowing.emit(builder, node, sizes);
}
