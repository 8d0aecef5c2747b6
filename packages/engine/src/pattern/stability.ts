import { type Answers, type Tally, unknown } from "./answers.ts";
import { type Known, known, unknownBecause } from "./known.ts";

/** One analysis setting of the 24 (definitions.md §5), in the names that settings are stored by. */
export interface StabilitySetting {
  readonly normalisation: "p99" | "minmax" | "absmax";
  readonly measure: "ssim-gaussian" | "ssim-uniform";
  readonly distance: "one-minus" | "root";
  readonly linkage: "average" | "ward";
}

export const stabilitySettings: readonly StabilitySetting[] = (["p99", "minmax", "absmax"] as const).flatMap(
  (normalisation) =>
    (["ssim-gaussian", "ssim-uniform"] as const).flatMap((measure) =>
      (["one-minus", "root"] as const).flatMap((distance) =>
        (["average", "ward"] as const).map((linkage) => ({ normalisation, measure, distance, linkage })),
      ),
    ),
);

/** In how many of the settings the verdict is the one shown; those without a verdict count neither way. */
export interface Stability {
  readonly same: number;
  /** Settings that have a verdict. */
  readonly of: number;
  /** Settings that have none, because they are not computed or no image can be judged. */
  readonly missing: number;
}

/** Whether most images show the pattern, k/n > ½; null where none can be judged. */
export function majority({ k, n }: Tally): boolean | null {
  return n === 0 ? null : 2 * k > n;
}

/**
 * @param shown the verdict that is asked about
 * @param verdicts those of the settings, null where one has none
 */
export function stability(shown: boolean | null, verdicts: readonly (boolean | null)[]): Known<Stability> {
  if (shown === null) return unknownBecause("there is no verdict to keep");
  const judged = verdicts.filter((verdict) => verdict !== null);
  if (judged.length === 0) return unknownBecause("no other setting is computed yet");
  const same = judged.filter((verdict) => verdict === shown).length;
  return known({ same, of: judged.length, missing: verdicts.length - judged.length });
}

/** In how many settings each image's answer stays, from a table of answers: settings × images, null for one not computed. */
export function imageStability(shown: Answers, table: readonly (Answers | null)[]): Known<Stability>[] {
  return Array.from(shown, (answer, image) => {
    const verdict = (code: number) => (code === unknown ? null : code > unknown);
    return stability(
      verdict(answer),
      table.map((answers) => (answers ? verdict(answers[image]!) : null)),
    );
  });
}
