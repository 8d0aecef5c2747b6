import { type Local, type Statement, type Vector, vector } from "../../wasm/code.ts";

/** Which windows SSIM looks through (definitions.md §3). */
export type SsimWindow = "gaussian" | "uniform";

/** Weighted mean of a square window, as a pass down its columns and a pass across. */
export interface Window {
  /** Pixels between the middle and the edge: the means leave out a border of so many. */
  readonly border: number;
  /** Covariances are multiplied by it: 1 for the population's, NP/(NP − 1) for the sample's. */
  readonly covarianceFactor: number;
  /** What the passes multiply by. */
  readonly weights: readonly number[];
  /** Of two windows, the second one row below the first. */
  down(tap: Tap, weights: readonly Vector[], shared: Local<"v128">): TwoFolds;
  /** Of two windows, the second two columns on. */
  across(tap: Tap, weights: readonly Vector[], shared: Local<"v128">): TwoFolds;
}

/** A neighbour, counted from the window's first. */
type Tap = (place: number) => Vector;

interface TwoFolds {
  /** Comes first. */
  readonly share: Statement;
  readonly first: Vector;
  readonly second: Vector;
}

const { add, multiply } = vector;

/** Eleven neighbours, σ = 1.5 (Wang 2004): those as far from the middle on either side have one weight and are added first. */
function foldGaussian(tap: Tap, weights: readonly Vector[]): Vector {
  const pair = (distance: number) => multiply(weights[distance]!, add(tap(5 - distance), tap(5 + distance)));
  const nearest = add(multiply(weights[0]!, tap(5)), pair(1));
  return add(add(nearest, add(pair(2), pair(3))), add(pair(4), pair(5)));
}

const gaussian: Window = {
  border: 5,
  covarianceFactor: 1,
  // exp(−k²/2σ²), k = 0…5, over the sum of all eleven. In digits, since Math.exp need not be the same everywhere.
  weights: [
    0.2660117248617943, 0.21300553771125366, 0.1093606895097, 0.03600077212843082, 0.007598758135239184,
    0.0010283800844791099,
  ],
  down: (tap, weights, shared) => ({
    share: shared.set(foldGaussian((place) => tap(place + 1), weights)),
    first: foldGaussian(tap, weights),
    second: shared,
  }),
  across: (tap, weights) => ({
    share: [],
    first: foldGaussian(tap, weights),
    second: foldGaussian((place) => tap(place + 2), weights),
  }),
};

const uniform: Window = {
  border: 3,
  covarianceFactor: 49 / 48,
  weights: [1 / 49],
  // Two windows have six of their seven rows in common, or five of their columns.
  down: (tap, _weights, shared) => ({
    share: shared.set(add(add(add(tap(1), tap(6)), add(tap(2), tap(5))), add(tap(3), tap(4)))),
    first: add(shared, tap(0)),
    second: add(shared, tap(7)),
  }),
  across: (tap, weights, shared) => ({
    share: shared.set(add(add(add(tap(2), tap(6)), add(tap(3), tap(5))), tap(4))),
    first: multiply(add(shared, add(tap(0), tap(1))), weights[0]!),
    second: multiply(add(shared, add(tap(7), tap(8))), weights[0]!),
  }),
};

export const windows: Record<SsimWindow, Window> = { gaussian, uniform };
