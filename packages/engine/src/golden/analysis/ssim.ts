import type { Grid } from "../../heatmap/grid.ts";
import { type SsimWindow, ssim, ssimMap, ssimStatistics } from "../../similarity/ssim.ts";
import type { Ledger } from "./ledger.ts";
import { type GoldenPicture, goldenGrid } from "./picture.ts";

interface Case {
  readonly name: string;
  readonly a: GoldenPicture;
  readonly b: GoldenPicture;
  readonly ssim: Readonly<Record<string, number | undefined>>;
  readonly map?: Readonly<Record<string, number[][]>>;
}

/** The reference's key, what it means here, and what the values are multiplied by first. */
const keys: readonly { key: string; window: SsimWindow; dataRange: number; factor: number }[] = [
  { key: "uniform7_sample", window: "uniform", dataRange: 1, factor: 1 },
  { key: "uniform7_sample_range2", window: "uniform", dataRange: 2, factor: 1 },
  { key: "uniform7_sample_range255_on_255", window: "uniform", dataRange: 255, factor: 255 },
  { key: "gaussian_wang", window: "gaussian", dataRange: 1, factor: 1 },
];

/**
 * The reference's own rounding: its uniform window is a running sum, which over 224 rows is up to 3e-13 from what long
 * doubles give. Ours is within 1e-14 of that.
 */
export const ssimTolerance = 1e-12;

const borders: Record<SsimWindow, number> = { gaussian: 5, uniform: 3 };

/** ssim.json: skimage.metrics.structural_similarity, by both windows of definitions.md §3. */
export function checkSsim(cases: readonly Case[], ledger: Ledger): void {
  for (const { name, a, b, ssim: expected, map } of cases) {
    for (const { key, window, dataRange, factor } of keys) {
      const value = expected[key];
      if (value === undefined) continue;
      const statistics = (picture: GoldenPicture) => ssimStatistics(scaled(goldenGrid(picture), factor), window);
      const [x, y] = [statistics(a), statistics(b)];
      ledger.note(`ssim ${window}`, `${name} ${key}`, ssimTolerance, ssim(x, y, dataRange), value);
      const local = map?.[key];
      if (!local) continue;
      const border = borders[window];
      const inner = local.slice(border, -border).flatMap((row) => row.slice(border, -border));
      // A single window has no other to average its rounding with.
      ledger.note("ssim maps", `${name} ${key}`, 1e-11, ssimMap(x, y, dataRange), inner);
    }
  }
}

const scaled = (grid: Grid, factor: number): Grid => ({ ...grid, values: grid.values.map((value) => value * factor) });
