import type { Grid } from "../heatmap/grid.ts";

/** Takes one row of means; the array is used again for the next. */
export type EmitRow = (means: Float64Array, y: number) => void;

/** A square window that slides over a map; means are taken where it fits whole, so a border is left out. */
export interface Window {
  readonly border: number;
  /** Weighted mean of every window: height − 2 border rows of width − 2 border, from the top. */
  slide(grid: Grid, emit: EmitRow): void;
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
  slide: ({ width, height, values }, emit) => {
    // Two rows at a time share what they read; below the last row of an odd height stands one that is not emitted.
    const column = new Float64Array(width);
    const below = new Float64Array(width);
    const means = new Float64Array(width - 10);
    for (let y = 0; y < height - 10; y += 2) {
      foldDown(values, y * width, width, column, below);
      foldAcross(column, means);
      emit(means, y);
      if (y + 1 === height - 10) return;
      foldAcross(below, means);
      emit(means, y + 1);
    }
  },
};

/** Weighted sums of eleven rows from `start`, and of the eleven one row further down. */
function foldDown(v: Float64Array, start: number, width: number, column: Float64Array, below: Float64Array): void {
  const last = v.length - width;
  for (let x = 0; x < width; x++) {
    const at = start + x;
    const a = v[at]!;
    const b = v[at + width]!;
    const c = v[at + 2 * width]!;
    const d = v[at + 3 * width]!;
    const e = v[at + 4 * width]!;
    const f = v[at + 5 * width]!;
    const g = v[at + 6 * width]!;
    const h = v[at + 7 * width]!;
    const i = v[at + 8 * width]!;
    const j = v[at + 9 * width]!;
    const k = v[at + 10 * width]!;
    const l = v[Math.min(at + 11 * width, last + x)]!;
    column[x] = g0 * f + g1 * (e + g) + (g2 * (d + h) + g3 * (c + i)) + (g4 * (b + j) + g5 * (a + k));
    below[x] = g0 * g + g1 * (f + h) + (g2 * (e + i) + g3 * (d + j)) + (g4 * (c + k) + g5 * (b + l));
  }
}

/** Weighted sums of every eleven neighbours; what was read is carried on from place to place. */
function foldAcross(row: Float64Array, means: Float64Array): void {
  let a = row[0]!;
  let b = row[1]!;
  let c = row[2]!;
  let d = row[3]!;
  let e = row[4]!;
  let f = row[5]!;
  let g = row[6]!;
  let h = row[7]!;
  let i = row[8]!;
  let j = row[9]!;
  for (let x = 0; x < means.length; x++) {
    const k = row[x + 10]!;
    means[x] = g0 * f + g1 * (e + g) + (g2 * (d + h) + g3 * (c + i)) + (g4 * (b + j) + g5 * (a + k));
    a = b;
    b = c;
    c = d;
    d = e;
    e = f;
    f = g;
    g = h;
    h = i;
    i = j;
    j = k;
  }
}

const side = 7;

/** 7×7 box, by running sums. */
export const uniform: Window = {
  border: 3,
  slide: ({ width, height, values }, emit) => {
    const columns = new Float64Array(width);
    const means = new Float64Array(width - side + 1);
    for (let y = 0; y < height; y++) {
      const entering = y * width;
      const leaving = (y - side) * width;
      if (leaving < 0) for (let x = 0; x < width; x++) columns[x]! += values[entering + x]!;
      else for (let x = 0; x < width; x++) columns[x]! += values[entering + x]! - values[leaving + x]!;
      if (y < side - 1) continue;
      let sum = 0;
      for (let x = 0; x < side - 1; x++) sum += columns[x]!;
      for (let x = 0; x < means.length; x++) {
        sum += columns[x + side - 1]!;
        means[x] = sum / (side * side);
        sum -= columns[x]!;
      }
      emit(means, y - side + 1);
    }
  },
};
