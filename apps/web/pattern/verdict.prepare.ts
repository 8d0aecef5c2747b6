import { percentText } from "../text/probability.ts";

/** "1 in 10" with a power: 1 in 10¹⁰; without one: 31 %, 1 in 250. */
export interface Rarity {
  readonly text: string;
  readonly exponent: number | null;
}

/** How rare something is whose probability has this decimal logarithm, as far as a reader can grasp it. */
export function rarityOf(log10: number): Rarity {
  if (log10 > -1.5) return { text: shareText(10 ** log10), exponent: null };
  if (log10 > -4) return { text: `1 in ${roundedText(10 ** -log10)}`, exponent: null };
  return { text: "1 in 10", exponent: Math.round(-log10) };
}

/** Two digits are what a chance is good for: 1 in 1,234 → 1,200. */
function roundedText(times: number): string {
  return Number(times.toPrecision(2)).toLocaleString("en");
}

/** A share as whole percents, with one decimal below ten where it says something: 10 %, 6.7 %, 0 %. */
export function shareText(share: number): string {
  return percentText(share).replace(/\.0(?= )/, "");
}

interface Chance {
  readonly probability: number;
  readonly basis: string;
  readonly trees: number | null;
}

/** What the chance of one image rests on, where it is no formula. */
export function basisText({ basis, trees }: Chance): string | null {
  const count = trees?.toLocaleString("en");
  if (basis === "simulated") return `simulated on ${count} random trees`;
  return basis === "enumerated" ? `counted over all ${count} histories of merging` : null;
}

/** A reason as a sentence of its own. */
export function asSentence(reason: string): string {
  const text = reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
