/** A step of the scale from −1 to 1, and how many images lie in it. */
export interface GammaBar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Against the tallest, 0–1. */
  readonly height: number;
}

/** The API's counts as bars, left to right. */
export function prepareGammaBars(histogram: readonly number[]): GammaBar[] {
  const tallest = Math.max(1, ...histogram);
  const step = 2 / histogram.length;
  return histogram.map((count, place) => ({
    from: -1 + place * step,
    to: -1 + (place + 1) * step,
    count,
    height: count / tallest,
  }));
}

/** Where a gamma lies on the scale, as a percentage from its left end. */
export const gammaPlace = (gamma: number) => ((Math.min(1, Math.max(-1, gamma)) + 1) / 2) * 100;
