import type { Grid } from "../heatmap/grid.ts";
import { type SsimStatistics, ssim, ssimStatistics } from "./ssim.ts";

/** A measure of how alike two maps are: what it needs of each map, once, and the number for two of them. */
export interface Measure<Statistics> {
  readonly prepare: (grid: Grid) => Statistics;
  /** Null where the measure is not defined for these maps. */
  readonly compare: (a: Statistics, b: Statistics, dataRange: number) => number | null;
}

const ssimGaussian: Measure<SsimStatistics> = { prepare: (grid) => ssimStatistics(grid, "gaussian"), compare: ssim };
const ssimUniform: Measure<SsimStatistics> = { prepare: (grid) => ssimStatistics(grid, "uniform"), compare: ssim };

/** Definitions.md §3. */
export const measures = {
  "ssim-gaussian": ssimGaussian,
  "ssim-uniform": ssimUniform,
} as const;

export type MeasureName = keyof typeof measures;

export const measureNames = Object.keys(measures) as readonly MeasureName[];
