import { predicates } from "./pattern.prepare.ts";

/** What can stand at the caret: it replaces the text from `from` on. */
export interface Completion {
  readonly text: string;
  readonly from: number;
  readonly kind: "model" | "clause";
}

const most = 8;

/** After a subject, as the API reads it; what is without a subject opens a sentence. */
const verbs = [
  ...["joins last", "joins second to last", "joins third to last", "does not join last"],
  ...["join last", "cluster first", "form a clade", "has the smallest area", "is more than 50 % off the object"],
  ...["is rated above 3", "is rated at most 2"],
];
const sentences = [predicates.noneAlike.verb, predicates.noneAlike.denied];

/** Quoted where a name's words would end it, as the API prints it. */
const quoted = (name: string) =>
  /[(),"]|\b(?:and|or|not|joins?|form|cluster|has|is|does|do)\b/i.test(name) ? JSON.stringify(name) : name;

/**
 * What the words before the caret can become: a model's name, or what a model can do. The longest run of words that
 * begins one is completed, for names have spaces.
 */
export function completionsAt(text: string, caret: number, names: readonly string[]): Completion[] {
  const before = text.slice(0, caret);
  for (const from of wordStarts(before)) {
    const begun = before.slice(from).toLowerCase();
    const candidates: Completion[] = [
      ...names.map((name) => ({ text: quoted(name), from, kind: "model" as const })),
      ...(isAfterName(before.slice(0, from), names) ? verbs : sentences).map((text) => ({
        text,
        from,
        kind: "clause" as const,
      })),
    ];
    const fitting = candidates.filter(({ text: candidate }) => {
      const folded = candidate.toLowerCase();
      return folded.replace(/^"/, "").startsWith(begun.replace(/^"/, "")) && folded !== begun;
    });
    if (fitting.length > 0) return fitting.slice(0, most);
  }
  return [];
}

/** Where the words of the text start, the first one first; and its end, after a space. */
function wordStarts(before: string): number[] {
  const starts = [...before.matchAll(/(?<=^|[\s(,])[^\s(,]/g)].map(({ index }) => index);
  return /(^|[\s(,])$/.test(before) ? [...starts, before.length] : starts;
}

/** A verb follows a name. */
function isAfterName(before: string, names: readonly string[]): boolean {
  const folded = before.trimEnd().toLowerCase();
  return names.some((name) => folded.endsWith(name.toLowerCase()) || folded.endsWith(quoted(name).toLowerCase()));
}
