import { EngineError } from "../errors.ts";
import type { Grid } from "../heatmap/grid.ts";
import { type Desk, openDesk } from "./ssim/desk.ts";
import { type SsimWindow, windows } from "./ssim/window.ts";

export type { SsimWindow } from "./ssim/window.ts";

/**
 * A map that is compared with others. What SSIM needs of it alone, its windows' means and variances, is computed when it
 * is first compared, and kept as long as there is room.
 */
export interface SsimStatistics {
  readonly id: number;
  readonly grid: Grid;
  readonly window: SsimWindow;
}

let made = 0;

/** @throws EngineError `grid-too-small` where no window fits */
export function ssimStatistics(grid: Grid, window: SsimWindow): SsimStatistics {
  const side = 2 * windows[window].border + 1;
  if (Math.min(grid.width, grid.height) < side) {
    throw new EngineError(
      "grid-too-small",
      `SSIM with the ${window} window needs maps of at least ${side}×${side}, these are ${grid.width}×${grid.height}; compare them on a larger grid.`,
      { side, width: grid.width, height: grid.height },
    );
  }
  return { id: made++, grid, window };
}

/** One a window, of the size that was last compared. */
const desks = new Map<SsimWindow, Desk>();

/** Where these two maps are compared. */
function deskOf(a: SsimStatistics, b: SsimStatistics): Desk {
  const { width, height } = a.grid;
  if (a.window !== b.window || width !== b.grid.width || height !== b.grid.height) {
    throw new EngineError("grids-differ", "SSIM compares maps of one size through one window.", {});
  }
  let desk = desks.get(a.window);
  if (desk?.width !== width || desk.height !== height) {
    desk = openDesk(a.window, a.grid);
    desks.set(a.window, desk);
  }
  return desk;
}

/** C_i = (K_i L)², K = .01, .03 (definitions.md §3). */
const constants = (dataRange: number) => [(0.01 * dataRange) ** 2, (0.03 * dataRange) ** 2] as const;

/**
 * Local similarity of two maps in every window, row by row, each ≤ 1: (width − 2 border) × (height − 2 border).
 * @param dataRange L, the span of the maps' values
 * @throws EngineError `grids-differ`
 */
export function ssimMap(a: SsimStatistics, b: SsimStatistics, dataRange: number): Float64Array {
  return deskOf(a, b).local(a, b, constants(dataRange));
}

/** Mean of ssimMap: 1 for equal maps, may be negative. */
export function ssim(a: SsimStatistics, b: SsimStatistics, dataRange: number): number {
  return deskOf(a, b).mean(a, b, constants(dataRange));
}
