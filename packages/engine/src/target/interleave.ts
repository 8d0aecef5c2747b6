import type { Builder } from "../graph/builder.ts";
import type { Dim } from "../graph/graph.ts";
import { reshapeTo } from "../pullback/reshape-to.ts";

const product = (dims: readonly Dim[]): number => dims.reduce<number>((all, d) => all * Number(d), 1);

/**
 * Interleaves tensors of one shape along an axis: part a's element q comes to q·(number of parts) + a. Absent parts are
 * zeros. At least one part is there.
 *
 * @param axis behind the batch
 */
export function interleave(builder: Builder, parts: readonly (string | undefined)[], axis: number): string {
  const present = parts.flatMap((name, a) => (name === undefined ? [] : [{ name, a }]));
  const [first] = present as [(typeof present)[number]];
  if (parts.length === 1) return first.name;
  const shape = builder.shape(first.name);
  const [before, size, rest] = [product(shape.slice(1, axis)), shape[axis]!, product(shape.slice(axis + 1))];
  // As [N, before, size, rest] the parts lie behind each other on the last axis.
  const rows = present.map(({ name, a }, i) => {
    const next = present[i + 1]?.a ?? parts.length;
    const [lead, trail] = [i === 0 ? a : 0, next - a - 1];
    const row = reshapeTo(builder, name, [shape[0]!, before, size, rest]);
    if (lead === 0 && trail === 0) return row;
    const pads = [0, 0, 0, lead * rest, 0, 0, 0, trail * rest];
    return builder.emit("Pad", [row, builder.int(pads), builder.float(0)], { mode: "constant" });
  });
  const joined = rows.length === 1 ? rows[0]! : builder.emit("Concat", rows, { axis: 3 });
  return reshapeTo(
    builder,
    joined,
    shape.map((d, i) => (i === axis ? Number(size) * parts.length : d)),
  );
}
