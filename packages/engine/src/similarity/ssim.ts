import { EngineError } from "../errors.ts";
import type { Grid } from "../heatmap/grid.ts";
import { gaussian, uniform, type Window } from "./window-means.ts";

/** Which windows SSIM looks through (definitions.md §3). */
export type SsimWindow = "gaussian" | "uniform";

interface Kind {
  readonly window: Window;
  /** Covariances are multiplied by it: 1 for the population's, NP/(NP − 1) for the sample's. */
  readonly covarianceFactor: number;
}

const kinds: Record<SsimWindow, Kind> = {
  gaussian: { window: gaussian, covarianceFactor: 1 },
  uniform: { window: uniform, covarianceFactor: 49 / 48 },
};

/** What SSIM needs of one map, computed once however many maps it is compared with. */
export interface SsimStatistics {
  readonly grid: Grid;
  readonly window: SsimWindow;
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/** @throws EngineError `grid-too-small` where no window fits */
export function ssimStatistics(grid: Grid, window: SsimWindow): SsimStatistics {
  const { window: slide, covarianceFactor } = kinds[window];
  const side = 2 * slide.border + 1;
  if (Math.min(grid.width, grid.height) < side) {
    throw new EngineError(
      "grid-too-small",
      `SSIM with the ${window} window needs maps of at least ${side}×${side}, these are ${grid.width}×${grid.height}; compare them on a larger grid.`,
      { side, width: grid.width, height: grid.height },
    );
  }
  const means = slide.means(grid);
  const squares = slide.means({ ...grid, values: grid.values.map((value) => value * value) });
  const variances = squares.map((square, cell) => covarianceFactor * (square - means[cell]! * means[cell]!));
  return { grid, window, means, variances };
}

/**
 * Local similarity of two maps in every whole window, (width − 2 border) × (height − 2 border), each ≤ 1:
 * (2μxμy + C1)(2σxy + C2) / ((μx² + μy² + C1)(σx² + σy² + C2)), C_i = (K_i L)², K = .01, .03 (Wang 2004, eq. 13).
 * @param dataRange L
 */
export function ssimMap(a: SsimStatistics, b: SsimStatistics, dataRange: number): Float64Array {
  const { window, covarianceFactor } = kinds[a.window];
  const products = a.grid.values.map((value, cell) => value * b.grid.values[cell]!);
  const local = window.means({ ...a.grid, values: products });
  const c1 = (0.01 * dataRange) ** 2;
  const c2 = (0.03 * dataRange) ** 2;
  for (let cell = 0; cell < local.length; cell++) {
    const x = a.means[cell]!;
    const y = b.means[cell]!;
    const covariance = covarianceFactor * (local[cell]! - x * y);
    const spread = a.variances[cell]! + b.variances[cell]! + c2;
    local[cell] = ((2 * x * y + c1) * (2 * covariance + c2)) / ((x * x + y * y + c1) * spread);
  }
  return local;
}

/** Mean of ssimMap: 1 for equal maps, may be negative. */
export function ssim(a: SsimStatistics, b: SsimStatistics, dataRange: number): number {
  const local = ssimMap(a, b, dataRange);
  let sum = 0;
  for (const value of local) sum += value;
  return sum / local.length;
}
