import { type Local, type Statement, type Vector, vector } from "../../wasm/code.ts";

/** Which windows SSIM looks through (definitions.md §3). */
export type SsimWindow = "gaussian" | "uniform";

/** Weighted sum of a square window, as a pass down its columns and a pass across. */
export interface Window {
  /** Pixels between the middle and the edge: the means leave out a border of so many. */
  readonly border: number;
  /** Covariances are multiplied by it: 1 for the population's, NP/(NP − 1) for the sample's. */
  readonly covarianceFactor: number;
  /** What the passes multiply by; the middle's weight is 1. */
  readonly weights: readonly number[];
  /** Sum of a pass's weights: the window's sum is its mean times the square of it. */
  readonly total: number;
  /** Of windows each one row below the one before. A tap may be overwritten by the sum of its place or a later one. */
  readonly down: Folds;
  /** Of windows each two columns on from the one before. */
  readonly across: Folds;
}

/** Variables that folds need at most: the gaussian's four sums, and what lies under them. */
export const mostShared = 18;

/** A neighbour, counted from the first window's first. */
type Tap = (place: number) => Vector;

/** Sums of several windows at once, so that they share loads and additions. */
interface Folds {
  readonly windows: 2 | 4 | 8;
  fold(tap: Tap, weights: readonly Vector[], shared: readonly Local<"v128">[]): readonly Fold[];
}

interface Fold {
  /** Comes first, after the folds before. */
  readonly share: Statement;
  readonly sum: Vector;
}

const { add, multiply } = vector;

/**
 * Folds of eleven neighbours, σ = 1.5 (Wang 2004), each `step` taps on from the one before. Those as far from the middle on
 * either side have one weight and are added first. All folds go outwards together, so that a tap is loaded once and soon done
 * with.
 */
function gaussianFolds(windows: 2 | 4, step: 1 | 2): Folds {
  const fold: Folds["fold"] = (tap, weights, shared) => {
    const [sums, taps] = [shared.slice(0, windows), shared.slice(windows)];
    const loaded = new Set<number>();
    const share: Statement[] = [];
    const at = (place: number) => {
      if (!loaded.has(place)) share.push(taps[place]!.set(tap(place)));
      loaded.add(place);
      return taps[place]!;
    };
    for (const [k, sum] of sums.entries()) share.push(sum.set(at(5 + k * step)));
    for (const [i, weight] of weights.entries()) {
      for (const [k, sum] of sums.entries()) {
        const around = add(at(4 - i + k * step), at(6 + i + k * step));
        share.push(sum.set(add(sum, multiply(weight, around))));
      }
    }
    return sums.map((sum, k) => ({ share: k === 0 ? share.flat() : [], sum }));
  };
  return { windows, fold };
}

const gaussian: Window = {
  border: 5,
  covarianceFactor: 1,
  // exp(−k²/2σ²), k = 1…5. In digits, since Math.exp need not be the same everywhere.
  weights: [0.8007374029168081, 0.41111229050718745, 0.1353352832366127, 0.028565500784550377, 0.0038659201394728076],
  total: 3.759232795169263,
  down: gaussianFolds(4, 1),
  across: gaussianFolds(2, 2),
};

/**
 * Eight sums of seven neighbours, each one tap on: what the first seven taps give, summed upwards, and what the last seven give,
 * summed downwards, so that a tap is loaded once and two or three additions make a sum.
 */
function foldUniformDown(tap: Tap, shared: readonly Local<"v128">[]): Fold[] {
  const [lower, upper] = [shared[7]!, shared.slice(0, 7)];
  const sumUp = [6, 5, 4, 3, 2, 1, 0].map((k) => upper[k]!.set(k === 6 ? tap(k) : add(tap(k), upper[k + 1]!)));
  return [
    { share: sumUp.flat(), sum: upper[0]! },
    ...[1, 2, 3, 4, 5, 6, 7].map((k) => ({
      share: lower.set(k === 1 ? tap(7) : add(lower, tap(6 + k))),
      sum: k === 7 ? lower : add(upper[k]!, lower),
    })),
  ];
}

/** Four sums of seven neighbours, each two taps on: of three pairs, which they share, and a single one. */
function foldUniformAcross(tap: Tap, shared: readonly Local<"v128">[]): Fold[] {
  const [tap6, tap10, pair4, pair6, two] = [shared[0]!, shared[1]!, shared[2]!, shared[3]!, shared[4]!];
  const pair = (place: number) => add(tap(place), tap(place + 1));
  return [
    {
      share: [...pair4.set(pair(4)), ...two.set(add(pair(2), pair4)), ...tap6.set(tap(6))],
      sum: add(add(pair(0), two), tap6),
    },
    { share: pair6.set(add(tap6, tap(7))), sum: add(add(two, pair6), tap(8)) },
    { share: [...two.set(add(pair6, pair(8))), ...tap10.set(tap(10))], sum: add(add(pair4, two), tap10) },
    { share: [], sum: add(add(two, add(tap10, tap(11))), tap(12)) },
  ];
}

const uniform: Window = {
  border: 3,
  covarianceFactor: 49 / 48,
  weights: [],
  total: 7,
  down: { windows: 8, fold: (tap, _weights, shared) => foldUniformDown(tap, shared) },
  across: { windows: 4, fold: (tap, _weights, shared) => foldUniformAcross(tap, shared) },
};

export const windows: Record<SsimWindow, Window> = { gaussian, uniform };
