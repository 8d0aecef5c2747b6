import { hogDescriptor } from "../../similarity/hog.ts";
import { correlation, deviations } from "../../similarity/pearson.ts";
import { spearman } from "./correlation.ts";
import type { GoldenNumber, Ledger } from "./ledger.ts";
import { type GoldenPicture, goldenGrid } from "./picture.ts";

interface Descriptors {
  readonly len: number;
  readonly pearson: GoldenNumber;
  readonly spearman: GoldenNumber;
  readonly a: readonly number[] | null;
  readonly b: readonly number[] | null;
  readonly a_first36: readonly number[];
  readonly a_sum: number;
  readonly b_sum: number;
}

interface Case {
  readonly name: string;
  readonly a: GoldenPicture;
  readonly b: GoldenPicture;
  readonly orientations: number;
  readonly pixels_per_cell: number;
  readonly cells_per_block: number;
  readonly hog: { readonly "L2-Hys": Descriptors };
}

/** The reference sums its histograms in float32. */
const tolerance = 1e-6;

/** hog.json: skimage.feature.hog with the block norm L2-Hys. */
export function checkHog(cases: readonly Case[], ledger: Ledger): void {
  for (const { name, hog, orientations, pixels_per_cell: cell, cells_per_block: block, ...pictures } of cases) {
    const describe = (picture: GoldenPicture) => hogDescriptor(goldenGrid(picture), { orientations, cell, block });
    const [a, b] = [describe(pictures.a), describe(pictures.b)];
    const expected = hog["L2-Hys"];
    ledger.note("HOG length", name, 0, [a.length, b.length], [expected.len, expected.len]);
    ledger.note("HOG", `${name} a`, tolerance, a.slice(0, 36), expected.a_first36);
    if (expected.a) ledger.note("HOG", `${name} a`, tolerance, a, expected.a);
    if (expected.b) ledger.note("HOG", `${name} b`, tolerance, b, expected.b);
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const means = [expected.a_sum / expected.len, expected.b_sum / expected.len];
    ledger.note("HOG mean", name, tolerance, [mean(a), mean(b)], means);
    ledger.note("HOG Pearson", name, tolerance, correlation(deviations(a), deviations(b)), expected.pearson);
    // Float32 makes ties of near values, which ranks then tell apart.
    ledger.note("HOG Spearman", name, 1e-4, spearman(a, b), expected.spearman);
  }
}
