import { sliceRange } from "../graph/infer/arrange.ts";
import { frontAxis } from "../graph/shape.ts";
import { findNumbers, type Pullback } from "./pullback.ts";
import { spread } from "./spread.ts";

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
    return spread(
      context,
      name,
      axis,
      Array.from({ length: count }, (_, k) => begin + k * step),
      size,
    );
  }, dy);
  return [dx];
};
