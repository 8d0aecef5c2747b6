import { invalidPattern } from "../invalid.ts";
import type { Comparison } from "../pattern.ts";
import type { Field } from "./field.ts";

interface Relation {
  readonly holds: (value: number, threshold: number) => boolean;
  readonly words: readonly string[];
}

/** Each with its words and its meaning. */
export const comparisons: Readonly<Record<Comparison, Relation>> = {
  "at-least": { holds: (value, threshold) => value >= threshold, words: ["at", "least"] },
  above: { holds: (value, threshold) => value > threshold, words: ["above"] },
  "at-most": { holds: (value, threshold) => value <= threshold, words: ["at", "most"] },
  below: { holds: (value, threshold) => value < threshold, words: ["below"] },
};

const names = Object.keys(comparisons) as readonly Comparison[];

export const comparisonField: Field<Comparison> = {
  read(value, { path, clause }) {
    const name = names.find((known) => known === value);
    if (name) return name;
    throw invalidPattern(
      path,
      `The comparison of "${clause}" is ${JSON.stringify(value)}; it is one of ${names.join(", ")}.`,
    );
  },
  example: () => "at-least",
  print: (name) => comparisons[name].words.join(" "),
  parse: (cursor) => names.find((name) => cursor.takeAll(comparisons[name].words)),
};
