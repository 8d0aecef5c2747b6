import { itemCount, pairIndex } from "@heatlas/engine";

/**
 * The symmetric matrix over some of the models, 1 on the diagonal and null where the measure is not defined.
 * @param scores of all of them, of the pairs (0,1), (0,2) … (1,2) …; NaN where there is none
 * @param places the models wanted, in this order
 */
export function matrixOf(scores: Float64Array, places: Iterable<number>): (number | null)[][] {
  const n = itemCount(scores.length);
  const wanted = [...places];
  return wanted.map((i) =>
    wanted.map((j) => {
      const score = i === j ? 1 : scores[pairIndex(n, i, j)]!;
      return Number.isNaN(score) ? null : score;
    }),
  );
}
