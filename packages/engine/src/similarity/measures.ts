import { hog, leastHogSide } from "./hog.ts";
import type { Measure } from "./measure.ts";
import { pearson } from "./pearson.ts";
import { spearman } from "./spearman.ts";
import { windows } from "./ssim/window.ts";
import { type SsimStatistics, ssim, ssimStatistics } from "./ssim.ts";
import { intersectionOverUnion } from "./top-share.ts";

const ssimGaussian: Measure<SsimStatistics> = { prepare: (grid) => ssimStatistics(grid, "gaussian"), compare: ssim };
const ssimUniform: Measure<SsimStatistics> = { prepare: (grid) => ssimStatistics(grid, "uniform"), compare: ssim };

/** Definitions.md §3. */
export const measures = {
  "ssim-gaussian": ssimGaussian,
  "ssim-uniform": ssimUniform,
  pearson,
  spearman,
  hog,
  iou: intersectionOverUnion,
} as const satisfies Record<string, Measure>;

export type MeasureName = keyof typeof measures;

/**
 * Raised when a measure's numbers change, be it in the last bit: what was stored of an older version is not taken for what
 * this one computes.
 */
export const measureVersions: Readonly<Record<MeasureName, number>> = {
  "ssim-gaussian": 2,
  "ssim-uniform": 3,
  pearson: 1,
  spearman: 1,
  hog: 1,
  iou: 1,
};

/** Side in pixels of the smallest comparison grid on which each can be computed. */
export const leastSides: Readonly<Record<MeasureName, number>> = {
  "ssim-gaussian": 2 * windows.gaussian.border + 1,
  "ssim-uniform": 2 * windows.uniform.border + 1,
  pearson: 1,
  spearman: 1,
  hog: leastHogSide,
  iou: 1,
};

export const measureNames = Object.keys(measures) as readonly MeasureName[];
