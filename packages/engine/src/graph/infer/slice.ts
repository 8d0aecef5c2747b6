import { frontAxis } from "../shape.ts";
import { extent, findKnownNumbers, type Infer, input, knownNumbers } from "./infer.ts";
import { rearranged } from "./known.ts";

/** One axis of a Slice: where it begins, its step, and how many it takes. */
export function sliceRange(
  size: number,
  start: number,
  end: number,
  step: number,
): { begin: number; step: number; count: number } {
  const clamp = (v: number, low: number, high: number) => Math.min(Math.max(v < 0 ? v + size : v, low), high);
  const begin = step > 0 ? clamp(start, 0, size) : clamp(start, 0, size - 1);
  const stop = step > 0 ? clamp(end, 0, size) : end < -size ? -1 : clamp(end, -1, size - 1);
  return { begin, step, count: Math.max(0, Math.ceil((stop - begin) / step)) };
}

export const slice: Infer = (context) => {
  const x = input(context, 0);
  const [starts, ends] = [knownNumbers(context, 1), knownNumbers(context, 2)];
  const axes = findKnownNumbers(context, 3) ?? starts.map((_, i) => i);
  const steps = findKnownNumbers(context, 4) ?? starts.map(() => 1);
  let [shape, known] = [x.shape, x.known];
  axes.forEach((a, i) => {
    const axis = frontAxis(a, x.shape.length);
    // A slice that takes the whole batch leaves it free.
    if (x.shape[axis] === "N" && starts[i] === 0 && ends[i]! >= 2 ** 31 - 1 && steps[i] === 1) return;
    const range = sliceRange(extent(context, x.shape[axis], "range"), starts[i]!, ends[i]!, steps[i]!);
    const taken = shape.with(axis, range.count);
    const source = (indices: readonly number[]) => indices.with(axis, range.begin + indices[axis]! * range.step);
    known = rearranged({ shape, ...(known && { known }) }, taken, source);
    shape = taken;
  });
  return [{ type: x.type, shape, ...(known && { known }) }];
};
