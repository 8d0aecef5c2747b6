import { EngineError } from "../errors.ts";
import type { Grid } from "../heatmap/grid.ts";
import { type EmitRow, gaussian, uniform, type Window } from "./window-means.ts";

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
  /** Of every window, row by row. */
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/** @throws EngineError `grid-too-small` where no window fits */
export function ssimStatistics(grid: Grid, window: SsimWindow): SsimStatistics {
  const { window: slider, covarianceFactor } = kinds[window];
  const { border } = slider;
  const side = 2 * border + 1;
  if (Math.min(grid.width, grid.height) < side) {
    throw new EngineError(
      "grid-too-small",
      `SSIM with the ${window} window needs maps of at least ${side}×${side}, these are ${grid.width}×${grid.height}; compare them on a larger grid.`,
      { side, width: grid.width, height: grid.height },
    );
  }
  const means = new Float64Array((grid.width - 2 * border) * (grid.height - 2 * border));
  slider.slide(grid, (row, y) => means.set(row, y * row.length));
  const variances = new Float64Array(means.length);
  slideProducts(grid, grid, window, (row, y) => {
    const start = y * row.length;
    for (let i = 0; i < row.length; i++) {
      variances[start + i] = covarianceFactor * (row[i]! - means[start + i]! * means[start + i]!);
    }
  });
  return { grid, window, means, variances };
}

/** The products of two maps, which would else be 400 KB of fresh memory a pair. */
let workspace = new Float64Array(0);

/** E[xy] in every window. */
function slideProducts(a: Grid, b: Grid, window: SsimWindow, emit: EmitRow): void {
  if (workspace.length !== a.values.length) workspace = new Float64Array(a.values.length);
  const products = workspace;
  const [x, y] = [a.values, b.values];
  for (let cell = 0; cell < products.length; cell++) products[cell] = x[cell]! * y[cell]!;
  kinds[window].window.slide({ ...a, values: products }, emit);
}

/**
 * Local similarity of two maps in every window, row by row, each ≤ 1:
 * (2μxμy + C1)(2σxy + C2) / ((μx² + μy² + C1)(σx² + σy² + C2)), C_i = (K_i L)², K = .01, .03 (Wang 2004, eq. 13).
 */
function slideSsim(a: SsimStatistics, b: SsimStatistics, dataRange: number, emit: EmitRow): void {
  const { covarianceFactor } = kinds[a.window];
  const c1 = (0.01 * dataRange) ** 2;
  const c2 = (0.03 * dataRange) ** 2;
  const { means: meansX, variances: variancesX } = a;
  const { means: meansY, variances: variancesY } = b;
  slideProducts(a.grid, b.grid, a.window, (row, line) => {
    const start = line * row.length;
    for (let i = 0; i < row.length; i++) {
      const x = meansX[start + i]!;
      const y = meansY[start + i]!;
      const covariance = covarianceFactor * (row[i]! - x * y);
      const spread = variancesX[start + i]! + variancesY[start + i]! + c2;
      row[i] = ((2 * x * y + c1) * (2 * covariance + c2)) / ((x * x + y * y + c1) * spread);
    }
    emit(row, line);
  });
}

/**
 * Local similarity of two maps, (width − 2 border) × (height − 2 border).
 * @param dataRange L, the span of the maps' values
 */
export function ssimMap(a: SsimStatistics, b: SsimStatistics, dataRange: number): Float64Array {
  const local = new Float64Array(a.means.length);
  slideSsim(a, b, dataRange, (row, y) => local.set(row, y * row.length));
  return local;
}

/** Mean of ssimMap: 1 for equal maps, may be negative. */
export function ssim(a: SsimStatistics, b: SsimStatistics, dataRange: number): number {
  let sum = 0;
  slideSsim(a, b, dataRange, (row) => {
    let rowSum = 0;
    for (let i = 0; i < row.length; i++) rowSum += row[i]!;
    sum += rowSum;
  });
  return sum / a.means.length;
}
