import { invalidPattern } from "../invalid.ts";
import type { Field } from "./field.ts";

/**
 * The decimal point moved to the right, in the text: 100 times 0.07 is not 7 in float64, and a sentence must give back
 * the very number that it was made of.
 */
function inPercent(share: number): string {
  const [mantissa, exponent] = String(share).split("e");
  if (exponent !== undefined) return `${mantissa}e${Number(exponent) + 2}`;
  const [whole, fraction = ""] = mantissa!.split(".");
  const digits = fraction.padEnd(2, "0");
  const before = `${whole}${digits.slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  return digits.length > 2 ? `${before}.${digits.slice(2)}` : before;
}

function fromPercent(text: string): number {
  const [mantissa, exponent = "0"] = text.split("e");
  return Number(`${mantissa}e${Number(exponent) - 2}`);
}

/** A share, 0–1, said in percent: "50 %". */
export const shareField: Field<number> = {
  read(value, { path, clause }) {
    if (typeof value === "number" && value >= 0 && value <= 1) return value + 0;
    throw invalidPattern(path, `The share of "${clause}" is ${JSON.stringify(value)}; a share lies between 0 and 1.`);
  },
  example: () => 0.5,
  print: (share) => `${inPercent(share)} %`,
  parse(cursor) {
    const word = cursor.word() ?? "";
    const text = /^(\d+(?:\.\d+)?(?:e-?\d+)?)(%?)$/.exec(word);
    if (!text) return undefined;
    return text[2] === "%" || cursor.take("%") ? fromPercent(text[1]!) : undefined;
  },
};
