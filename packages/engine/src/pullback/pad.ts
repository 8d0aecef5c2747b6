import { list, number, text } from "../graph/attributes.ts";
import { cannot, findNumbers, type Pullback, type PullbackContext } from "./pullback.ts";
import { padAxis, spread } from "./spread.ts";

/**
 * An AveragePool's gradient without its border, which is the AveragePool of fewer pads: the border is not made to be cut
 * off, and the runtime stays in its blocked layout. Undefined for any other gradient.
 */
function withoutBorder({ builder, dy }: PullbackContext, pads: readonly number[]): string | undefined {
  const pool = builder.producer(dy);
  if (pool?.op !== "AveragePool" || number(pool.attributes, "count_include_pad", 0) !== 1) return undefined;
  if (!list(pool.attributes, "strides").every((stride) => stride === 1)) return undefined;
  const rank = pads.length / 2;
  const outside = [0, 1, rank, rank + 1].some((i) => pads[i] !== 0);
  const borders = pads.filter((_, i) => i % rank >= 2);
  const left = list(pool.attributes, "pads").map((p, i) => p - borders[i]!);
  if (outside || borders.some((border) => border < 0) || left.some((p) => p < 0)) return undefined;
  return builder.emit("AveragePool", pool.inputs, { ...pool.attributes, pads: left });
}

/** Constant borders: cut off again; what a negative pad had cut off gets zeros. */
function cut(context: PullbackContext, pads: readonly number[]): string {
  const { builder, emit, dy, shape } = context;
  const rank = pads.length / 2;
  const axes = Array.from({ length: rank }, (_, i) => i).filter((i) => pads[i]! > 0 || pads[i + rank]! > 0);
  let dx = dy;
  if (axes.length > 0) {
    const starts = axes.map((i) => Math.max(0, pads[i]!));
    const ends = axes.map((i) => Number(shape(dy)[i]) - Math.max(0, pads[i + rank]!));
    dx = emit("Slice", [dy, builder.int(starts), builder.int(ends), builder.int(axes)]);
  }
  for (let i = 0; i < rank; i++) dx = padAxis(context, dx, i, Math.max(0, -pads[i]!), Math.max(0, -pads[i + rank]!));
  return dx;
}

/** Which element of an axis a place of the padded axis repeats, by ONNX's mode. */
const sources: Readonly<Record<string, (place: number, size: number) => number>> = {
  edge: (place, size) => Math.min(Math.max(place, 0), size - 1),
  reflect: (place, size) => size - 1 - Math.abs(size - 1 - Math.abs(place)),
};

/** Elements are listed one by one. */
const longestAxis = 65_536;

/** The border back to what it repeats, or cut off where it is constant. */
export const pad: Pullback = (context) => {
  const { inputs, dy, shape } = context;
  const pads = findNumbers(context, 1) ?? [];
  const mode = text(context.attributes, "mode", "constant");
  if (mode === "constant") return [withoutBorder(context, pads) ?? cut(context, pads)];
  const source = sources[mode];
  if (!source) throw cannot(context, `its mode is "${mode}"`);
  const from = shape(inputs[0]!);
  const dx = from.reduce<string>((name, size, axis) => {
    const [before, after] = [pads[axis]!, pads[axis + from.length]!];
    if (before === 0 && after === 0) return name;
    const length = Number(size) + before + after;
    if (!(length <= longestAxis)) throw cannot(context, `it repeats along an axis of ${size}`);
    const picks = Array.from({ length }, (_, i) => source(i - before, Number(size)));
    return spread(context, name, axis, picks, Number(size));
  }, dy);
  return [dx];
};
