import { type Interval, logBinomialTail, wilsonInterval } from "../statistics/index.ts";
import { type Tally, tallyAnswers } from "./answers.ts";
import { type Chance, patternChance } from "./chance.ts";
import { evaluatePattern, evidenceOf } from "./evaluate.ts";
import { type Known, known, unknownBecause } from "./known.ts";
import { missingReasons, type Observations } from "./observations.ts";
import type { Pattern } from "./pattern.ts";
import { majority, type Stability } from "./stability.ts";

/** P(K ≥ k) under Binomial(n, p₀). */
export interface Tail {
  readonly probability: number;
  /** Its decimal logarithm, also where the probability is below the least float64. */
  readonly log10: number;
}

/** How often a pattern holds, and how sure that is (definitions.md §5). Images are counted, of one method. */
export interface Frequency extends Tally {
  /** k/n > ½; null where n is 0. */
  readonly holds: boolean | null;
  /** Why images can be unknown; null where none is. */
  readonly unknownReason: string | null;
  /** Wilson, 95 %. */
  readonly interval: Known<Interval>;
  readonly chance: Known<Chance>;
  readonly tail: Known<Tail>;
  readonly stability: Known<Stability>;
}

const notAsked: Known<Stability> = unknownBecause("no other setting is computed yet");

/** Puts a count beside its interval, its chance and its stability. */
export function frequencyOf(
  pattern: Pattern,
  tally: Tally,
  chance: Known<Chance>,
  stability: Known<Stability> = notAsked,
): Frequency {
  const { k, n, unknown } = tally;
  const why = evidenceOf(pattern).map((evidence) => missingReasons[evidence]);
  const unknownReason = unknown === 0 ? null : why.join("; or ");
  const nothing = unknown === 0 ? "no image is eligible" : `no image can be judged: ${unknownReason}`;
  return {
    ...tally,
    holds: majority(tally),
    unknownReason,
    interval: n === 0 ? unknownBecause(nothing) : known(wilsonInterval(k, n)),
    chance,
    tail: n === 0 ? unknownBecause(nothing) : tailOf(k, n, chance),
    stability,
  };
}

function tailOf(k: number, n: number, { value, reason }: Known<Chance>): Known<Tail> {
  if (reason !== null) return unknownBecause(reason);
  const log = logBinomialTail(k, n, value.probability);
  return known({ probability: Math.exp(log), log10: log / Math.LN10 });
}

/**
 * The frequency of a pattern over observations of one method.
 * @param chosen the eligible images (one byte an image, 1 where it counts, else 0); all by default
 */
export function patternFrequency(pattern: Pattern, observations: Observations, chosen?: Uint8Array): Frequency {
  const tally = tallyAnswers(evaluatePattern(pattern, observations), chosen);
  return frequencyOf(pattern, tally, patternChance(pattern, observations.leafSet));
}
