import { EngineError } from "../errors.ts";
import type { Grid } from "../heatmap/grid.ts";
import type { Measure } from "./measure.ts";
import { correlation, type Deviations, deviations } from "./pearson.ts";

/** Histogram of oriented gradients as scikit-image's `hog` (Dalal and Triggs 2005), block norm L2-Hys. */
export interface HogSettings {
  /** Bins over 180°. */
  readonly orientations: number;
  /** Pixels on a side of a cell. */
  readonly cell: number;
  /** Cells on a side of a block. */
  readonly block: number;
}

/** Adebayo 2018. */
const usual: HogSettings = { orientations: 9, cell: 16, block: 3 };

/** Side of the smallest grid that has a block. */
export const leastHogSide = usual.cell * usual.block;

/**
 * The descriptor: blocks row by row, in each its cells row by row, in each its orientations; 0 to about 1.
 * @throws EngineError `grid-too-small` where no block fits
 */
export function hogDescriptor(grid: Grid, settings: HogSettings = usual): Float64Array {
  const { orientations, cell, block } = settings;
  const [rows, columns] = [Math.floor(grid.height / cell), Math.floor(grid.width / cell)];
  if (Math.min(rows, columns) < block) {
    const side = cell * block;
    throw new EngineError(
      "grid-too-small",
      `HOG needs maps of at least ${side}×${side}, these are ${grid.width}×${grid.height}; compare them on a larger grid.`,
      { side, width: grid.width, height: grid.height },
    );
  }
  const cells = cellHistograms(grid, rows, columns, settings);
  const blocks: Float64Array[] = [];
  for (let row = 0; row + block <= rows; row++) {
    for (let column = 0; column + block <= columns; column++) {
      const values = new Float64Array(block * block * orientations);
      for (let line = 0; line < block; line++) {
        const start = ((row + line) * columns + column) * orientations;
        values.set(cells.subarray(start, start + block * orientations), line * block * orientations);
      }
      blocks.push(normaliseBlock(values));
    }
  }
  return Float64Array.from(blocks.flatMap((values) => [...values]));
}

/** Mean gradient magnitude of each cell by orientation: [rows, columns, orientations]. */
function cellHistograms(grid: Grid, rows: number, columns: number, { orientations, cell }: HogSettings): Float64Array {
  const { width, height, values } = grid;
  const histograms = new Float64Array(rows * columns * orientations);
  for (let y = 0; y < rows * cell; y++) {
    for (let x = 0; x < columns * cell; x++) {
      const at = y * width + x;
      // Central differences; none at the picture's border.
      const down = y > 0 && y < height - 1 ? values[at + width]! - values[at - width]! : 0;
      const across = x > 0 && x < width - 1 ? values[at + 1]! - values[at - 1]! : 0;
      const degrees = (Math.atan2(down, across) * (180 / Math.PI) + 180) % 180;
      const bin = Math.min(Math.floor((degrees * orientations) / 180), orientations - 1);
      const place = (Math.floor(y / cell) * columns + Math.floor(x / cell)) * orientations + bin;
      histograms[place]! += Math.hypot(across, down) / (cell * cell);
    }
  }
  return histograms;
}

/** L2, clipped at .2, L2 again. */
function normaliseBlock(values: Float64Array): Float64Array {
  const epsilon = 1e-5;
  const unit = (block: Float64Array) => {
    const norm = Math.sqrt(block.reduce((sum, value) => sum + value * value, 0) + epsilon * epsilon);
    return block.map((value) => value / norm);
  };
  return unit(unit(values).map((value) => Math.min(value, 0.2)));
}

/** Pearson's r of the two HOG descriptors; null where one is flat. */
export const hog: Measure<Deviations> = {
  prepare: (grid) => deviations(hogDescriptor(grid)),
  compare: correlation,
};
