import { text } from "../graph/attributes.ts";
import { cannot, findNumbers, type Pullback } from "./pullback.ts";
import { padAxis } from "./spread.ts";

/** The border cut off again; what a negative pad had cut off gets zeros. */
export const pad: Pullback = (context) => {
  const { builder, emit, attributes, dy, shape } = context;
  const pads = findNumbers(context, 1) ?? [];
  if (text(attributes, "mode", "constant") !== "constant") throw cannot(context, "its border repeats the picture");
  const rank = pads.length / 2;
  const axes = Array.from({ length: rank }, (_, i) => i).filter((i) => pads[i]! > 0 || pads[i + rank]! > 0);
  let dx = dy;
  if (axes.length > 0) {
    const starts = axes.map((i) => Math.max(0, pads[i]!));
    const ends = axes.map((i) => Number(shape(dy)[i]) - Math.max(0, pads[i + rank]!));
    dx = emit("Slice", [dy, builder.int(starts), builder.int(ends), builder.int(axes)]);
  }
  for (let i = 0; i < rank; i++) dx = padAxis(context, dx, i, Math.max(0, -pads[i]!), Math.max(0, -pads[i + rank]!));
  return [dx];
};
