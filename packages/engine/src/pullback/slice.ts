import { sliceRange } from "../graph/infer/slice.ts";
import { frontAxis } from "../graph/shape.ts";
import { cannot, findNumbers, type Pullback } from "./pullback.ts";
import { padAxis, spread } from "./spread.ts";

/** Elements taken in steps are listed one by one. */
const longestPicks = 65_536;

/** Zeros where nothing was taken. */
export const slice: Pullback = (context) => {
  const { inputs, dy, shape } = context;
  const from = shape(inputs[0]!);
  const [starts, ends] = [findNumbers(context, 1) ?? [], findNumbers(context, 2) ?? []];
  const axes = findNumbers(context, 3) ?? starts.map((_, i) => i);
  const steps = findNumbers(context, 4) ?? starts.map(() => 1);
  const dx = axes.reduce((name, a, i) => {
    const axis = frontAxis(a, from.length);
    const size = from[axis];
    // A batch is only ever taken whole.
    if (typeof size !== "number") return name;
    const { begin, step, count } = sliceRange(size, starts[i]!, ends[i]!, steps[i]!);
    if (step === 1) return padAxis(context, name, axis, begin, size - begin - count);
    if (count > longestPicks) throw cannot(context, `it takes ${count} elements in steps`);
    const picks = Array.from({ length: count }, (_, k) => begin + k * step);
    return spread(context, name, axis, picks, size);
  }, dy);
  return [dx];
};
