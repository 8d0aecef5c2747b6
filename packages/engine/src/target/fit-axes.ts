import type { Builder } from "../graph/builder.ts";

/** A value (0) added at both ends of each axis behind batch and channels, or, where negative, elements cut off. */
export function fitAxes(
  builder: Builder,
  name: string,
  begin: readonly number[],
  end: readonly number[],
  value = 0,
): string {
  const shape = builder.shape(name);
  const cut = begin.flatMap((_, i) => (begin[i]! < 0 || end[i]! < 0 ? [i] : []));
  let fitted = name;
  if (cut.length > 0) {
    const starts = builder.int(cut.map((i) => Math.max(0, -begin[i]!)));
    const ends = builder.int(cut.map((i) => Number(shape[i + 2]) + Math.min(0, end[i]!)));
    fitted = builder.emit("Slice", [fitted, starts, ends, builder.int(cut.map((i) => i + 2))]);
  }
  const pads = [0, 0, ...begin.map((b) => Math.max(0, b)), 0, 0, ...end.map((e) => Math.max(0, e))];
  if (pads.every((p) => p === 0)) return fitted;
  return builder.emit("Pad", [fitted, builder.int(pads), builder.float(value)], { mode: "constant" });
}
