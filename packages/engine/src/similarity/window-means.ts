import type { Grid } from "../heatmap/grid.ts";

/** A square window that slides over a map; means are taken where it fits whole, so a border is left out. */
export interface Window {
  readonly border: number;
  /** Weighted mean of every window, (width − 2 border) × (height − 2 border), row by row. */
  readonly means: (grid: Grid) => Float64Array;
}

/** Half of an 11-tap Gaussian of σ = 1.5, centre first, summing to 1 over all taps. */
const [g0, g1, g2, g3, g4, g5] = (() => {
  const half = Array.from({ length: 6 }, (_, tap) => Math.exp(-(tap * tap) / (2 * 1.5 * 1.5)));
  const total = half.reduce((sum, weight, tap) => sum + (tap === 0 ? weight : 2 * weight), 0);
  return half.map((weight) => weight / total) as [number, number, number, number, number, number];
})();

/** 11×11, σ = 1.5 (Wang 2004): one pass down, one across, each folding its symmetric taps. */
export const gaussian: Window = {
  border: 5,
  means: ({ width, height, values: v }) => {
    const across = width - 10;
    const out = new Float64Array(across * (height - 10));
    const row = new Float64Array(width);
    for (let y = 0; y < height - 10; y++) {
      for (let x = 0; x < width; x++) {
        const a = y * width + x;
        const near = g0 * v[a + 5 * width]! + g1 * (v[a + 4 * width]! + v[a + 6 * width]!);
        const middle = g2 * (v[a + 3 * width]! + v[a + 7 * width]!) + g3 * (v[a + 2 * width]! + v[a + 8 * width]!);
        row[x] = near + middle + g4 * (v[a + width]! + v[a + 9 * width]!) + g5 * (v[a]! + v[a + 10 * width]!);
      }
      for (let x = 0; x < across; x++) {
        const near = g0 * row[x + 5]! + g1 * (row[x + 4]! + row[x + 6]!);
        const middle = g2 * (row[x + 3]! + row[x + 7]!) + g3 * (row[x + 2]! + row[x + 8]!);
        out[y * across + x] = near + middle + g4 * (row[x + 1]! + row[x + 9]!) + g5 * (row[x]! + row[x + 10]!);
      }
    }
    return out;
  },
};

const side = 7;

/** 7×7 box, by running sums. */
export const uniform: Window = {
  border: 3,
  means: ({ width, height, values }) => {
    const across = width - side + 1;
    const out = new Float64Array(across * (height - side + 1));
    const columns = new Float64Array(width);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const leaving = y >= side ? values[(y - side) * width + x]! : 0;
        columns[x] = columns[x]! + values[y * width + x]! - leaving;
      }
      if (y < side - 1) continue;
      let sum = 0;
      for (let x = 0; x < width; x++) {
        sum += columns[x]! - (x >= side ? columns[x - side]! : 0);
        if (x >= side - 1) out[(y - side + 1) * across + x - side + 1] = sum / (side * side);
      }
    }
    return out;
  },
};
