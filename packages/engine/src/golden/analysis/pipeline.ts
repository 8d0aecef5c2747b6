import { condensedDistances } from "../../clustering/condensed.ts";
import { copheneticCorrelation } from "../../clustering/cophenetic.ts";
import { leafOrder } from "../../clustering/leaf-order.ts";
import { linkage } from "../../clustering/linkage.ts";
import type { Merge } from "../../clustering/merge.ts";
import { type ComparedMap, similarityMatrix } from "../../similarity/similarity-matrix.ts";
import { memberPlaces, type ScipyLinkage } from "./clustering.ts";
import type { Ledger } from "./ledger.ts";

interface Patterns {
  readonly clades: readonly number[][];
  readonly leaves: readonly number[];
  readonly cophenetic_correlation: number;
}

interface Image {
  readonly h: number;
  readonly w: number;
  readonly models: readonly string[];
  readonly [matrix: `ssim_${string}`]: readonly number[][];
  readonly [tree: `ward_${string}`]: ScipyLinkage;
  readonly [patterns: `patterns_${string}`]: Patterns;
}

const measures = [
  ["ssim-uniform", "uniform7_sample"],
  ["ssim-gaussian", "gaussian_wang"],
] as const;

const whole = { x: 0, y: 0, width: 1, height: 1 };

/** pipeline.json: from maps to Ward's trees, by both windows and both distances. */
export function checkPipeline(images: readonly Image[], ledger: Ledger): void {
  for (const [place, image] of images.entries()) {
    const maps = image.models.map((b64): ComparedMap => {
      const values = Float64Array.from(Buffer.from(b64, "base64"));
      return { grid: { width: image.w, height: image.h, values }, signed: false, rect: whole };
    });
    for (const [measure, key] of measures) {
      const where = `picture ${place} ${key}`;
      // The maps of these files run from 0 to 255, so that min-max gives what the reference was given.
      const found = similarityMatrix(maps, { normalisation: "minmax", grid: image.w, measure }) as number[];
      const expected = image[`ssim_${key}`]!.flatMap((row, i) => row.slice(i + 1));
      ledger.note("pipeline similarities", where, 2e-13, found, expected);
      const distances = condensedDistances(found, "one-minus");
      const merges = linkage(distances, maps.length, "ward");
      noteTree(ledger, where, merges, image[`ward_${key}`]!);
      const roots = linkage(condensedDistances(found, "root"), maps.length, "ward");
      noteTree(ledger, `${where} root`, roots, image[`ward_on_sqrt_d_${key}`]!);
      const patterns = image[`patterns_${key}`]!;
      ledger.note("pipeline clades", where, 0, memberPlaces(merges).flat(), patterns.clades.flat());
      ledger.note("pipeline leaf order", where, 0, leafOrder(merges), patterns.leaves);
      const correlation = copheneticCorrelation(merges, distances);
      ledger.note("pipeline cophenetic correlation", where, 1e-11, correlation, patterns.cophenetic_correlation);
    }
  }
}

/** Heights inherit the similarities' rounding; the shape must be the same. */
function noteTree(ledger: Ledger, where: string, merges: readonly Merge[], expected: ScipyLinkage): void {
  const shape = merges.flatMap(({ left, right, size }) => [left, right, size]);
  const rows = expected.flatMap(([left, right, , size]) => [left, right, size]);
  ledger.note("pipeline trees", where, 0, shape, rows);
  const heights = merges.map(({ height }) => height);
  ledger.note(
    "pipeline heights",
    where,
    1e-11,
    heights,
    expected.map(([, , height]) => height),
  );
}
