import type { Dim, Shape, Value } from "../graph.ts";

const isFixed = (shape: Shape): shape is readonly number[] => shape.every((d) => typeof d === "number");

/** Where an element lies, axis by axis, in a tensor of this shape, from its place in C order. */
function place(flat: number, shape: readonly number[]): number[] {
  const indices = new Array<number>(shape.length);
  let rest = flat;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    indices[axis] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return indices;
}

/**
 * The contents of a small tensor that is rearranged; undefined where they are not known.
 *
 * @param source where, in the tensor, an element of the result comes from
 */
export function rearranged(
  { known, shape }: Pick<Value, "known" | "shape">,
  to: Shape,
  source: (indices: readonly number[]) => readonly number[],
): readonly Dim[] | undefined {
  if (!known || !isFixed(shape) || !isFixed(to)) return undefined;
  const count = to.reduce((product, d) => product * d, 1);
  return Array.from({ length: count }, (_, flat) => {
    const from = source(place(flat, to)).reduce((sum, index, axis) => sum * shape[axis]! + index, 0);
    return known[from]!;
  });
}
