/**
 * Arithmetic that is the same on every machine. IEEE 754 fixes + − × ÷ √ to the last bit, but not sine, cosine or
 * powers; pictures are made of the former only, so that a seed gives the same bytes everywhere.
 */

/** Sine of an angle in turns (1 = 360°), within 4e-6: an odd polynomial over a quarter, folded. */
export function sine(turns: number): number {
  const part = turns - Math.floor(turns + 0.5);
  const folded = part > 0.25 ? 0.5 - part : part < -0.25 ? -0.5 - part : part;
  const x = folded * 6.283185307179586;
  const square = x * x;
  return x * (1 + square * (-1 / 6 + square * (1 / 120 + square * (-1 / 5040 + square / 362880))));
}

/** Cosine of an angle in turns, within 4e-6. */
export const cosine = (turns: number): number => sine(turns + 0.25);

export const clamp = (value: number, low: number, high: number): number =>
  value < low ? low : value > high ? high : value;

export const mix = (from: number, to: number, share: number): number => from + (to - from) * share;

/** 0 below low, 1 above high, and a cubic without a kink in between. */
export function smoothstep(low: number, high: number, value: number): number {
  const share = clamp((value - low) / (high - low), 0, 1);
  return share * share * (3 - 2 * share);
}

/** Distance from value to the nearest whole number: a triangle wave of period 1, from 0 to ½. */
export const fold = (value: number): number => Math.abs(value - Math.floor(value + 0.5));
