import type { Grid } from "../heatmap/grid.ts";

/** How alike two maps are: what it needs of each map, computed once, and the number for two of them. */
export interface Measure<Statistics = unknown> {
  prepare(grid: Grid): Statistics;
  /**
   * Null where the measure is not defined for these maps.
   * @param dataRange the span of the maps' values: 1, or 2 for −1…1
   */
  compare(a: Statistics, b: Statistics, dataRange: number): number | null;
}
