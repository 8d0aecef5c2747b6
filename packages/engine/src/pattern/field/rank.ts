import { invalidPattern } from "../invalid.ts";
import type { Field } from "./field.ts";

const words = ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

function ordinal(rank: number): string {
  const teen = Math.floor(rank / 10) % 10 === 1;
  const ending = teen ? "th" : (["th", "st", "nd", "rd"][rank % 10] ?? "th");
  return words[rank - 2] ?? `${rank}${ending}`;
}

/** A merge counted from the end: "last" (1), "second to last" (2) … "11th to last". */
export const rankField: Field<number> = {
  read(value, { path, clause }, { leaves }) {
    const last = leaves.length - 1;
    if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= last) return value as number;
    throw invalidPattern(
      path,
      `The rank of "${clause}" is ${JSON.stringify(value)}; among ${leaves.length} models it is a whole number from 1 (last) to ${last} (first).`,
    );
  },
  example: ({ leaves }) => Math.min(2, leaves.length - 1),
  print: (rank) => (rank === 1 ? "last" : `${ordinal(rank)} to last`),
  parse(cursor) {
    if (cursor.take("last")) return 1;
    const word = cursor.word()?.toLowerCase() ?? "";
    const rank = words.includes(word) ? words.indexOf(word) + 2 : Number(/^(\d+)(?:st|nd|rd|th)$/.exec(word)?.[1]);
    return rank >= 1 && cursor.take("to") && cursor.take("last") ? rank : undefined;
  },
};
