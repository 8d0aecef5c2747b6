import { percentText } from "../text/probability.ts";

/** A probability as papers print it, by its decimal logarithm: .031, 1, 3.4 × 10 with the exponent −10. */
export interface SmallProbability {
  readonly text: string;
  readonly exponent: number | null;
}

/** Two digits are what such a probability is good for; it may lie far below the least float. */
export function probabilityOf(log10: number): SmallProbability {
  if (log10 > -3) return { text: String(Number((10 ** log10).toPrecision(2))).replace(/^0\./, "."), exponent: null };
  const floor = Math.floor(log10);
  const mantissa = (10 ** (log10 - floor)).toFixed(1);
  return mantissa === "10.0"
    ? { text: "1.0 × 10", exponent: floor + 1 }
    : { text: `${mantissa} × 10`, exponent: floor };
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

/** A pattern's sentence inside another: no full stop, and quotes only round names that read otherwise without them. */
export function proseOf(sentence: string): string {
  return sentence.replace(/\.$/, "").replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => {
    const name = JSON.parse(quoted) as string;
    return /\b(and|or|not)\b|[,"]/i.test(name) ? quoted : name;
  });
}

/** A reason as a sentence of its own. */
export function asSentence(reason: string): string {
  const text = reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

interface Counted {
  readonly k: number;
  readonly n: number;
}

/** What became of a count since it was saved; null where it is what it was. */
export function sinceSaving(then: Counted, now: Counted): string | null {
  if (then.k === now.k && then.n === now.n) return null;
  const more = now.n - then.n;
  const images = more === 0 ? "on other answers" : `${Math.abs(more)} ${more > 0 ? "more" : "fewer"}`;
  return `${then.k} of ${then.n} when saved; ${images}`;
}
