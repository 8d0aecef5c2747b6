import { invalidPattern } from "../invalid.ts";
import type { Field } from "./field.ts";

/** A mean rating on the scale of 1 to 5 (definitions.md §7). */
export const thresholdField: Field<number> = {
  read(value, { path, clause }) {
    if (typeof value === "number" && value >= 1 && value <= 5) return value;
    throw invalidPattern(path, `The rating of "${clause}" is ${JSON.stringify(value)}; ratings lie between 1 and 5.`);
  },
  example: () => 4,
  print: (threshold) => String(threshold),
  parse(cursor) {
    const word = cursor.word() ?? "";
    return /^\d+(?:\.\d+)?$/.test(word) ? Number(word) : undefined;
  },
};
