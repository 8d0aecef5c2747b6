import { kendallTau } from "../../similarity/kendall.ts";
import { correlation, deviations } from "../../similarity/pearson.ts";
import { averageRanks } from "../../similarity/spearman.ts";
import type { GoldenNumber, Ledger } from "./ledger.ts";
import { type GoldenPicture, goldenGrid } from "./picture.ts";

interface Case {
  readonly name: string;
  readonly a: GoldenPicture;
  readonly b: GoldenPicture;
  readonly pearson: GoldenNumber;
  readonly spearman: GoldenNumber;
  readonly kendall_tau_b: GoldenNumber;
  readonly spearman_abs_diff_from_half: GoldenNumber;
}

/** correlation.json: scipy.stats on the pixels of two pictures. */
export function checkCorrelation(cases: readonly Case[], ledger: Ledger): void {
  for (const { name, ...golden } of cases) {
    const [a, b] = [goldenGrid(golden.a).values, goldenGrid(golden.b).values];
    ledger.note("Pearson", name, 4e-15, correlation(deviations(a), deviations(b)), golden.pearson);
    ledger.note("Spearman", name, 4e-15, spearman(a, b), golden.spearman);
    ledger.note("Kendall", name, 4e-15, kendallTau(a, b), golden.kendall_tau_b);
    const fromHalf = (values: Float64Array) => values.map((value) => Math.abs(Math.round(value * 255) - 128));
    const folded = spearman(fromHalf(a), fromHalf(b));
    ledger.note("Spearman", `${name} from half`, 4e-15, folded, golden.spearman_abs_diff_from_half);
  }
}

export function spearman(a: Float64Array, b: Float64Array): number | null {
  return correlation(deviations(averageRanks(a)), deviations(averageRanks(b)));
}
