import { benjaminiHochberg } from "../../statistics/benjamini-hochberg.ts";
import { wilsonInterval } from "../../statistics/wilson-interval.ts";
import type { Ledger } from "./ledger.ts";

interface Intervals {
  readonly proportion: readonly {
    readonly count: number;
    readonly nobs: number;
    readonly alpha: number;
    readonly wilson: readonly [number, number];
  }[];
  readonly multipletests: { readonly p: readonly number[]; readonly fdr_bh: readonly number[] };
}

/** intervals.json: statsmodels' Wilson intervals and Benjamini–Hochberg adjustment. */
export function checkIntervals({ proportion, multipletests }: Intervals, ledger: Ledger): void {
  for (const { count, nobs, alpha, wilson } of proportion) {
    const { low, high } = wilsonInterval(count, nobs, 1 - alpha);
    ledger.note("Wilson", `${count} of ${nobs} at ${alpha}`, 1e-14, [low, high], wilson);
  }
  ledger.note("Benjamini–Hochberg", "p", 1e-14, benjaminiHochberg(multipletests.p), multipletests.fdr_bh);
}
