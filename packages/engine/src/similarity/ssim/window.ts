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
  /** Of two windows, the second one row below the first. */
  down(tap: Tap, weights: readonly Vector[], shared: readonly Local<"v128">[]): TwoFolds;
  /** Of two windows, the second two columns on. */
  across(tap: Tap, weights: readonly Vector[], shared: readonly Local<"v128">[]): TwoFolds;
}

/** Variables that two folds need at most: their sums, and what lies under them. */
export const mostShared = 15;

/** A neighbour, counted from the window's first. */
type Tap = (place: number) => Vector;

interface TwoFolds {
  /** Comes first. */
  readonly share: Statement;
  readonly first: Vector;
  readonly second: Vector;
}

const { add, multiply } = vector;

/**
 * Two folds of eleven neighbours, σ = 1.5 (Wang 2004), the second `step` taps on. Those as far from the middle on either side
 * have one weight and are added first. Both folds go outwards together, so that a tap is loaded once and soon done with.
 */
function foldGaussian(tap: Tap, step: 1 | 2, weights: readonly Vector[], shared: readonly Local<"v128">[]): TwoFolds {
  const [first, second, ...taps] = [shared[0]!, shared[1]!, ...shared.slice(2)];
  const loaded = new Set<number>();
  const share: Statement[] = [];
  const at = (place: number) => {
    if (!loaded.has(place)) share.push(taps[place]!.set(tap(place)));
    loaded.add(place);
    return taps[place]!;
  };
  share.push(first.set(at(5)), second.set(at(5 + step)));
  for (const [i, weight] of weights.entries()) {
    for (const [sum, middle] of [
      [first, 5],
      [second, 5 + step],
    ] as const) {
      const around = add(at(middle - i - 1), at(middle + i + 1));
      share.push(sum.set(add(sum, multiply(weight, around))));
    }
  }
  return { share: share.flat(), first, second };
}

const gaussian: Window = {
  border: 5,
  covarianceFactor: 1,
  // exp(−k²/2σ²), k = 1…5. In digits, since Math.exp need not be the same everywhere.
  weights: [0.8007374029168081, 0.41111229050718745, 0.1353352832366127, 0.028565500784550377, 0.0038659201394728076],
  total: 3.759232795169263,
  down: (tap, weights, shared) => foldGaussian(tap, 1, weights, shared),
  across: (tap, weights, shared) => foldGaussian(tap, 2, weights, shared),
};

const uniform: Window = {
  border: 3,
  covarianceFactor: 49 / 48,
  weights: [],
  total: 7,
  // Two windows have six of their seven rows in common, or five of their columns.
  down: (tap, _weights, [shared]) => ({
    share: shared!.set(add(add(add(tap(1), tap(6)), add(tap(2), tap(5))), add(tap(3), tap(4)))),
    first: add(shared!, tap(0)),
    second: add(shared!, tap(7)),
  }),
  across: (tap, _weights, [shared]) => ({
    share: shared!.set(add(add(add(tap(2), tap(6)), add(tap(3), tap(5))), tap(4))),
    first: add(shared!, add(tap(0), tap(1))),
    second: add(shared!, add(tap(7), tap(8))),
  }),
};

export const windows: Record<SsimWindow, Window> = { gaussian, uniform };
