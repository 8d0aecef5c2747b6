import { EngineError } from "../errors.ts";
import type { Grid } from "./grid.ts";

/** How the channels of an attribution become one (definitions.md §2.1): Σ|·|, Σ, max|·|, or none where there is one. */
export type Reduction = "abs-sum" | "sum" | "max-abs" | "none";

type Fold = (total: number, value: number) => number;

const folds: Record<Exclude<Reduction, "none">, Fold> = {
  "abs-sum": (total, value) => total + Math.abs(value),
  sum: (total, value) => total + value,
  "max-abs": (total, value) => Math.max(total, Math.abs(value)),
};

/**
 * One map of one channel from an attribution [channels, height, width], summed in float64.
 * @throws EngineError `channels-left` where reduction is none and there is more than one channel
 */
export function reduce(
  attribution: Float32Array,
  shape: readonly [channels: number, height: number, width: number],
  reduction: Reduction,
): Grid {
  const [channels, height, width] = shape;
  const cells = width * height;
  if (reduction === "none") {
    if (channels !== 1) {
      throw new EngineError("channels-left", `A heat map has 1 channel, this one has ${channels}; name a reduction.`, {
        channels,
      });
    }
    return { width, height, values: Float64Array.from(attribution.subarray(0, cells)) };
  }
  const fold = folds[reduction];
  const values = new Float64Array(cells);
  for (let channel = 0; channel < channels; channel++) {
    const start = channel * cells;
    for (let cell = 0; cell < cells; cell++) values[cell] = fold(values[cell]!, attribution[start + cell]!);
  }
  return { width, height, values };
}
