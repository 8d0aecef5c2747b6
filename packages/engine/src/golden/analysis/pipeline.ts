import { condensedDistances, pairIndex } from "../../clustering/condensed.ts";
import { copheneticCorrelation } from "../../clustering/cophenetic.ts";
import { leafOrder } from "../../clustering/leaf-order.ts";
import { linkage } from "../../clustering/linkage.ts";
import type { Merge } from "../../clustering/merge.ts";
import type { Grid } from "../../heatmap/grid.ts";
import type { Measure } from "../../similarity/measure.ts";
import { measures } from "../../similarity/measures.ts";
import { memberPlaces, type ScipyLinkage } from "./clustering.ts";
import type { Ledger } from "./ledger.ts";
import { goldenGrid } from "./picture.ts";
import { ssimTolerance } from "./ssim.ts";

interface Patterns {
  readonly first_pair: readonly number[];
  readonly first_height: number;
  readonly root_height: number;
  readonly first_higher_than_half_root: boolean;
  readonly clades: readonly number[][];
  readonly leaves: readonly number[];
  readonly cophenetic_correlation: number;
}

interface Image {
  readonly h: number;
  readonly w: number;
  readonly models: readonly string[];
  readonly [matrix: `ssim_${string}`]: readonly number[][];
  readonly [distances: `d_${string}`]: readonly number[];
  readonly [tree: `ward_${string}`]: ScipyLinkage;
  readonly [patterns: `patterns_${string}`]: Patterns;
}

const windows = [
  ["ssim-uniform", "uniform7_sample"],
  ["ssim-gaussian", "gaussian_wang"],
] as const;

/** Heights and distances inherit the similarities' rounding. */
const tolerance = 1e-11;

/** pipeline.json: from maps to Ward's trees, by both windows and both distances. */
export function checkPipeline(images: readonly Image[], ledger: Ledger): void {
  for (const [place, image] of images.entries()) {
    const grids = image.models.map((b64) => goldenGrid({ h: image.h, w: image.w, type: "u8", b64 }));
    for (const [measure, key] of windows) {
      const where = `picture ${place} ${key}`;
      const found = pairs(grids, measures[measure]);
      const matrix = grids.map((_, i) => grids.map((_, j) => (i === j ? 1 : found[pairIndex(grids.length, i, j)]!)));
      ledger.note("pipeline similarities", where, ssimTolerance, matrix.flat(), image[`ssim_${key}`]!.flat());
      const distances = condensedDistances(found, "one-minus");
      ledger.note("pipeline distances", where, tolerance, distances, image[`d_${key}`]);
      const merges = linkage(distances, grids.length, "ward");
      noteTree(ledger, where, merges, image[`ward_${key}`]!);
      const roots = linkage(condensedDistances(found, "root"), grids.length, "ward");
      noteTree(ledger, `${where} root`, roots, image[`ward_on_sqrt_d_${key}`]!);
      notePatterns(ledger, where, merges, distances, image[`patterns_${key}`]!);
    }
  }
}

/** Every two maps as they are: they hold 0 to 1, and nothing is normalised or resized. */
function pairs(grids: readonly Grid[], measure: Measure): number[] {
  const prepared = grids.map((grid) => measure.prepare(grid));
  return prepared.flatMap((a, i) => prepared.slice(i + 1).map((b) => measure.compare(a, b, 1) as number));
}

function notePatterns(
  ledger: Ledger,
  where: string,
  merges: readonly Merge[],
  distances: Float64Array,
  patterns: Patterns,
): void {
  const [first, root] = [merges[0]!, merges.at(-1)!];
  const heights = [patterns.first_height, patterns.root_height];
  ledger.note("pipeline clades", where, 0, memberPlaces(merges).flat(), patterns.clades.flat());
  ledger.note("pipeline first pairs", where, 0, [first.left, first.right], patterns.first_pair);
  ledger.note("pipeline heights", where, tolerance, [first.height, root.height], heights);
  const noneAlike = Number(first.height > root.height / 2);
  ledger.note("pipeline none alike", where, 0, noneAlike, Number(patterns.first_higher_than_half_root));
  ledger.note("pipeline leaf order", where, 0, leafOrder(merges), patterns.leaves);
  const correlation = copheneticCorrelation(merges, distances);
  ledger.note("pipeline cophenetic correlation", where, tolerance, correlation, patterns.cophenetic_correlation);
}

/** The shape must be the same. */
function noteTree(ledger: Ledger, where: string, merges: readonly Merge[], expected: ScipyLinkage): void {
  const shape = merges.flatMap(({ left, right, size }) => [left, right, size]);
  const rows = expected.flatMap(([left, right, , size]) => [left, right, size]);
  ledger.note("pipeline trees", where, 0, shape, rows);
  const heights = merges.map(({ height }) => height);
  ledger.note(
    "pipeline heights",
    where,
    tolerance,
    heights,
    expected.map(([, , height]) => height),
  );
}
