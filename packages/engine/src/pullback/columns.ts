import type { Builder } from "../graph/builder.ts";
import { equalShapes } from "../graph/shape.ts";

/** A tensor [N, C, H, W] as its columns 0, 2, … [N, C, H, ⌈W/2⌉] and 1, 3, … [N, C, H, ⌊W/2⌋]. */
export interface Columns {
  readonly even: string;
  readonly odd: string;
}

interface Window {
  readonly pads?: readonly number[];
  readonly strides?: readonly number[];
}

/** A depthwise Conv whose kernel is one row, the same for all channels or, with `scale` [C, 1, 1, 1], times that. */
export function slide(
  builder: Builder,
  x: string,
  taps: readonly number[],
  { pads, strides }: Window = {},
  scale?: string,
): string {
  const channels = Number(builder.shape(x)[1]);
  const row = builder.float(taps, [1, 1, 1, taps.length]);
  const weight = scale
    ? builder.emit("Mul", [scale, row])
    : builder.emit("Expand", [row, builder.int([channels, 1, 1, taps.length])]);
  return builder.emit("Conv", [x, weight], {
    kernel_shape: [1, taps.length],
    pads: pads ?? [0, 0, 0, 0],
    strides: strides ?? [1, 1],
    dilations: [1, 1],
    group: channels,
  });
}

/** The columns of a tensor, times a factor a channel [C, 1, 1, 1]: depthwise Convs, so that they stay in blocks. */
const cut = (builder: Builder, x: string, scale?: string): Columns => ({
  even: slide(builder, x, [1], { strides: [1, 2] }, scale),
  odd: slide(builder, x, [0, 1], { strides: [1, 2] }, scale),
});

/**
 * The columns in their places. A Gather would take up to ten times as long. Odd widths have no pairs to join: a product
 * with a 0-1 matrix puts their columns in order.
 */
function join({ emit, shape, ...builder }: Builder, { even, odd }: Columns): string {
  const [, channels, height, evens] = shape(even).map(Number) as [number, number, number, number];
  const width = evens + Number(shape(odd)[3]);
  if (width % 2 === 0) {
    const apart = builder.int([0, channels, height, evens, 1]);
    const pairs = emit("Concat", [emit("Reshape", [even, apart]), emit("Reshape", [odd, apart])], { axis: 4 });
    return emit("Reshape", [pairs, builder.int([0, channels, height, width])]);
  }
  const places = Array.from({ length: width }, (_, i) => (i < evens ? 2 * i : 2 * (i - evens) + 1));
  const order = places.flatMap((place) => Array.from({ length: width }, (_, i) => Number(i === place)));
  return emit("MatMul", [emit("Concat", [even, odd], { axis: 3 }), builder.float(order, [width, width])]);
}

/** Tensors that were joined, with their columns. */
const joins = new WeakMap<Builder, Map<string, Columns>>();

/** The tensor whose columns these are. */
export function joinColumns(builder: Builder, columns: Columns): string {
  const name = join(builder, columns);
  const joined = joins.get(builder) ?? new Map<string, Columns>();
  joins.set(builder, joined.set(name, columns));
  return name;
}

/** A mask's columns, made of those of what it masks. */
function columnsOfMask(builder: Builder, name: string): Columns | undefined {
  const clip = builder.producer(name);
  const scaled = clip?.op === "Clip" ? builder.producer(clip.inputs[0]!) : undefined;
  if (!clip || scaled?.op !== "Conv" || scaled.inputs.length !== 2) return undefined;
  const { even, odd } = cut(builder, scaled.inputs[0]!, scaled.inputs[1]!);
  const clipped = (part: string) => builder.emit("Clip", [part, ...clip.inputs.slice(1)], clip.attributes);
  return { even: clipped(even), odd: clipped(odd) };
}

/** The columns that a tensor was joined from, also behind ReLUs and masks; undefined where it never was in columns. */
function findColumns(builder: Builder, name: string): Columns | undefined {
  const joined = joins.get(builder)?.get(name);
  if (joined) return joined;
  const node = builder.producer(name);
  if (node?.op === "Relu") {
    const columns = findColumns(builder, node.inputs[0]!);
    return columns && { even: builder.emit("Relu", [columns.even]), odd: builder.emit("Relu", [columns.odd]) };
  }
  const [a, b] = node?.op === "Mul" ? node.inputs : [];
  if (a === undefined || b === undefined || !equalShapes(builder.shape(a), builder.shape(b))) return undefined;
  const columns = findColumns(builder, a);
  const factor = columns && (columnsOfMask(builder, b) ?? cut(builder, b));
  return (
    factor && {
      even: builder.emit("Mul", [columns.even, factor.even]),
      odd: builder.emit("Mul", [columns.odd, factor.odd]),
    }
  );
}

/** A tensor's columns: those that it was joined from, or else it is cut. */
export const columnsOf = (builder: Builder, name: string): Columns => findColumns(builder, name) ?? cut(builder, name);
