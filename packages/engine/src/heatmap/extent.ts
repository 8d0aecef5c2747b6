import type { Grid } from "./grid.ts";

/** Least and largest value of a map. */
export function extent({ values }: Grid): readonly [least: number, largest: number] {
  let least = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (let cell = 0; cell < values.length; cell++) {
    const value = values[cell]!;
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  return [least, largest];
}

/** Whether every cell has the same value: such a map says nothing, and normalises to zeros. */
export function isConstant(grid: Grid): boolean {
  const [least, largest] = extent(grid);
  return least === largest;
}
