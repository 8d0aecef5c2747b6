import type { Pool } from "../sql.ts";
import { eachScores, type Place } from "./scores.ts";

/** Of one pair's similarity over images. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
}

export const noMoments: Moments = { count: 0, mean: 0, squares: 0 };

/** Of two samples together (Chan, Golub and LeVeque 1983). */
export function joinMoments(one: Moments, other: Moments): Moments {
  const count = one.count + other.count;
  if (count === 0) return noMoments;
  const step = other.mean - one.mean;
  return {
    count,
    mean: one.mean + (step * other.count) / count,
    squares: one.squares + other.squares + (step * step * one.count * other.count) / count,
  };
}

/**
 * Moments of the pairs (0,1), (0,2) … (1,2) … of so many leaves, over the images at these positions of a run. One
 * statement, however many they are.
 */
export async function readMoments(
  sql: Pool,
  place: Place,
  leaves: number,
  positions: readonly number[],
): Promise<Moments[]> {
  const pairs = (leaves * (leaves - 1)) / 2;
  const moments = new Array<Moments>(pairs).fill(noMoments);
  await eachScores(sql, place, leaves, positions, (scores) => {
    for (let pair = 0; pair < pairs; pair++) {
      moments[pair] = joinMoments(moments[pair]!, momentsOf(scores, pair, pairs));
    }
  });
  return moments;
}

/** Of every `step`-th number from `first` on; NaN says that there is none. */
function momentsOf(numbers: DataView, first: number, step: number): Moments {
  let [count, sum, squares] = [0, 0, 0];
  for (let at = first * 8; at < numbers.byteLength; at += step * 8) {
    const value = numbers.getFloat64(at);
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
  }
  const mean = count === 0 ? 0 : sum / count;
  for (let at = first * 8; at < numbers.byteLength; at += step * 8) {
    const deviation = numbers.getFloat64(at) - mean;
    if (!Number.isNaN(deviation)) squares += deviation * deviation;
  }
  return { count, mean, squares };
}
