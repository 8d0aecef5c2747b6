import type { Dim, Shape } from "./graph.ts";

const coefficient = (d: Dim): number => (typeof d === "number" ? d : d === "N" ? 1 : Number(d.slice(0, -1)));
const times = (share: number, batch: boolean): Dim => (!batch || share === 0 ? share : share === 1 ? "N" : `${share}N`);

/** Arithmetic on extents. Undefined where the result is no extent that we can name. */
export const multiply = (a: Dim, b: Dim): Dim | undefined =>
  typeof a === "string" && typeof b === "string"
    ? undefined
    : times(coefficient(a) * coefficient(b), typeof a !== typeof b);

export const divide = (a: Dim, b: Dim): Dim | undefined => {
  if (typeof a === "number" && typeof b === "string") return undefined;
  const share = coefficient(a) / coefficient(b);
  return typeof a === "number" || Number.isInteger(share) ? times(share, typeof a !== typeof b) : undefined;
};

export const add = (a: Dim, b: Dim): Dim | undefined =>
  a === 0
    ? b
    : b === 0
      ? a
      : typeof a === typeof b
        ? times(coefficient(a) + coefficient(b), typeof a === "string")
        : undefined;

/** The number of elements for a batch of one: [N, 3, 4], [12N] and [3, 4] have 12. */
export const sizePerImage = (shape: Shape): number => shape.reduce<number>((product, d) => product * coefficient(d), 1);

/** How many axes hold the batch. */
export const batchCount = (shape: Shape): number => shape.filter((d) => typeof d === "string").length;

/** All elements on one axis. Undefined where two axes hold the batch. */
export const flatSize = (shape: Shape): Dim | undefined =>
  batchCount(shape) > 1 ? undefined : times(sizePerImage(shape), batchCount(shape) === 1);

export const equalShapes = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => d === b[i]);

/** An axis counted from the front, as ONNX allows it from the back. */
export const frontAxis = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** numpy's broadcasting; undefined where the shapes do not fit. */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const result: Dim[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return undefined;
    result.push(x === 1 ? y : x);
  }
  return result;
}

/** For text and messages: [N, 3, 224, 224]. */
export const shapeText = (shape: readonly (Dim | string | null)[]): string =>
  `[${shape.map((d) => d ?? "?").join(", ")}]`;
