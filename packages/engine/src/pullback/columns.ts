import type { Builder } from "../graph/builder.ts";
import { equalShapes } from "../graph/shape.ts";
import { findMasked } from "./mask.ts";

/** A tensor [N, C, H, W] as its columns 0, 2, … [N, C, H, ⌈W/2⌉] and 1, 3, … [N, C, H, ⌊W/2⌋]. */
export interface Columns {
  readonly even: string;
  readonly odd: string;
}

interface Window {
  /** Columns of zeros before the first and behind the last. */
  readonly pads?: readonly [number, number];
  /** Columns from one result to the next. */
  readonly step?: number;
}

/** A depthwise Conv whose kernel is one row, the same for all channels or, with `scale` [C, 1, 1, 1], times that. */
function slide(
  builder: Builder,
  x: string,
  taps: readonly number[],
  { pads: [before, behind] = [0, 0], step = 1 }: Window = {},
  scale?: string,
): string {
  const channels = Number(builder.shape(x)[1]);
  const row = builder.float(taps, [1, 1, 1, taps.length]);
  const weight = scale
    ? builder.emit("Mul", [scale, row])
    : builder.emit("Expand", [row, builder.int([channels, 1, 1, taps.length])]);
  return builder.emit("Conv", [x, weight], {
    kernel_shape: [1, taps.length],
    pads: [0, before, 0, behind],
    strides: [1, step],
    dilations: [1, 1],
    group: channels,
  });
}

/** The columns of a tensor, times a factor a channel [C, 1, 1, 1]: depthwise Convs, so that they stay in blocks. */
const cut = (builder: Builder, x: string, scale?: string): Columns => ({
  even: slide(builder, x, [1], { step: 2 }, scale),
  odd: slide(builder, x, [0, 1], { step: 2 }, scale),
});

/** Σ factor·x[i + place] for each column i of `width`; beyond x there are zeros. */
function shiftColumns(
  builder: Builder,
  x: string,
  terms: readonly (readonly [place: number, factor: number])[],
  width: number,
): string {
  const own = Number(builder.shape(x)[3]);
  const places = terms.map(([place]) => place);
  const [first, last] = [Math.min(0, ...places), Math.max(own - width, ...places)];
  const taps = Array.from({ length: last - first + 1 }, (_, i) => new Map(terms).get(i + first) ?? 0);
  const pads = [-first, width + last - own] as const;
  const asItIs = taps.length === 1 && taps[0] === 1 && pads.every((count) => count === 0);
  return asItIs ? x : slide(builder, x, taps, { pads });
}

/** The first `width` columns of a tensor, times a factor. */
export const firstColumns = (builder: Builder, x: string, width: number, factor: number): string =>
  shiftColumns(builder, x, [[0, factor]], width);

/** Σ factor·x[2i + place] for each i below `width`, from x's columns; beyond x there are zeros. */
export function combineColumns(
  builder: Builder,
  { even, odd }: Columns,
  terms: readonly (readonly [place: number, factor: number])[],
  width: number,
): string {
  const parts = [even, odd].flatMap((x, parity) => {
    const own = terms.filter(([place]) => Math.abs(place % 2) === parity);
    const places = own.map(([place, factor]) => [(place - parity) / 2, factor] as const);
    return places.length > 0 ? [shiftColumns(builder, x, places, width)] : [];
  });
  const [a, b] = parts as [string, string?];
  return b === undefined ? a : builder.emit("Add", [a, b]);
}

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
  const [from, to] = [builder.float(places, [width, 1]), builder.float([...places.keys()], [1, width])];
  const order = emit("Cast", [emit("Equal", [from, to])], { to: 1 });
  return emit("MatMul", [emit("Concat", [even, odd], { axis: 3 }), order]);
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

const each = ({ even, odd }: Columns, emit: (part: string) => string): Columns => ({
  even: emit(even),
  odd: emit(odd),
});

/** A mask's columns, made of those of what it masks. */
function columnsOfMask(builder: Builder, mask: string): Columns | undefined {
  const y = findMasked(builder, mask);
  if (y === undefined) return undefined;
  const { inputs, attributes } = builder.producer(mask)!;
  const [scaled, ...bounds] = inputs as [string, ...string[]];
  const columns = cut(builder, y, builder.producer(scaled)!.inputs[1]!);
  return each(columns, (part) => builder.emit("Clip", [part, ...bounds], attributes));
}

/** The columns that a tensor was joined from, also behind ReLUs and masks; undefined where it never was in columns. */
function findColumns(builder: Builder, name: string): Columns | undefined {
  const joined = joins.get(builder)?.get(name);
  if (joined) return joined;
  const node = builder.producer(name);
  const columns = node && (node.op === "Relu" || node.op === "Mul") ? findColumns(builder, node.inputs[0]!) : undefined;
  if (!columns || node?.op === "Relu") return columns && each(columns, (part) => builder.emit("Relu", [part]));
  const [a, b] = node!.inputs as [string, string];
  if (!equalShapes(builder.shape(a), builder.shape(b))) return undefined;
  const factor = columnsOfMask(builder, b) ?? cut(builder, b);
  return {
    even: builder.emit("Mul", [columns.even, factor.even]),
    odd: builder.emit("Mul", [columns.odd, factor.odd]),
  };
}

/** A tensor's columns: those that it was joined from, or else it is cut. */
export const columnsOf = (builder: Builder, name: string): Columns => findColumns(builder, name) ?? cut(builder, name);
