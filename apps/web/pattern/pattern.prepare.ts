/** A pattern as PatternInput takes it: an object of one key; leaves are models' global ids. */
export type PatternJson = Readonly<Record<string, unknown>>;

/** What a term needs besides its predicate. */
export interface TermArguments {
  readonly leaf?: string;
  readonly leaves?: readonly string[];
  readonly rank?: number;
  readonly share?: number;
  readonly op?: string;
  readonly threshold?: number;
}

/** One term of a sentence: "GoogLeNet joins last", or its denial. */
export interface Term {
  readonly name: PredicateName;
  readonly args: TermArguments;
  readonly denied: boolean;
}

/** Terms that are all joined in one way. What is nested deeper is edited as text. */
export interface Sentence {
  readonly join: "all" | "any";
  readonly terms: readonly Term[];
}

interface Predicate {
  readonly subject: "leaf" | "leaves" | "none";
  readonly verb: string;
  readonly denied: string;
  /** The fewest and the most leaves that it can be about, of `n`. */
  readonly room?: (n: number) => readonly [number, number];
}

/** The predicates of trees and maps in the words of the sentence, after its subject. */
export const predicates = {
  joinsLast: { subject: "leaf", verb: "joins last", denied: "does not join last" },
  joinsAt: { subject: "leaf", verb: "joins", denied: "does not join" },
  lastToJoin: { subject: "leaves", verb: "join last", denied: "do not join last", room: (n) => [1, n - 2] },
  firstCluster: { subject: "leaves", verb: "cluster first", denied: "do not cluster first", room: (n) => [2, n - 1] },
  clade: { subject: "leaves", verb: "form a clade", denied: "do not form a clade", room: (n) => [2, n - 1] },
  noneAlike: { subject: "none", verb: "no two explain alike", denied: "some two explain alike" },
  smallestArea: { subject: "leaf", verb: "has the smallest area", denied: "does not have the smallest area" },
  offObject: { subject: "leaf", verb: "is off the object", denied: "is not off the object" },
  rated: { subject: "leaf", verb: "is rated", denied: "is not rated" },
} as const satisfies Record<string, Predicate>;

export type PredicateName = keyof typeof predicates;

export const predicateOf = (name: PredicateName): Predicate => predicates[name];

/** The predicates that trees of `n` leaves can show. */
export const fittingPredicates = (n: number): PredicateName[] =>
  (Object.keys(predicates) as PredicateName[]).filter((name) => {
    const [least, most] = predicateOf(name).room?.(n) ?? [0, 0];
    return least <= most && (name !== "joinsAt" || n > 2);
  });

/** The pattern as terms to edit; null where it is nested, or has a predicate that chips do not say. */
export function readSentence(pattern: PatternJson): Sentence | null {
  const [key, value] = Object.entries(pattern)[0] ?? [];
  const join = key === "any" ? "any" : "all";
  const parts = key === "all" || key === "any" ? (value as readonly PatternJson[]) : [pattern];
  const terms = parts.map(readTerm);
  return terms.every((term) => term !== null) ? { join, terms } : null;
}

function readTerm(pattern: PatternJson): Term | null {
  const denied = pattern.not !== undefined;
  const [name, args] = Object.entries(denied ? (pattern.not as PatternJson) : pattern)[0] ?? [];
  if (name === undefined || !Object.hasOwn(predicates, name)) return null;
  return { name: name as PredicateName, args: args as TermArguments, denied };
}

/** The sentence as PatternInput takes it. */
export function writeSentence({ join, terms }: Sentence): PatternJson {
  const parts = terms.map(({ name, args, denied }) => (denied ? { not: { [name]: args } } : { [name]: args }));
  return parts.length === 1 ? parts[0]! : { [join]: parts };
}

/** The same subject, as far as the other predicate takes it, under that predicate. */
export function withPredicate(term: Term, name: PredicateName, leaves: readonly string[]): Term {
  const before = term.args.leaves ?? (term.args.leaf === undefined ? [] : [term.args.leaf]);
  const kept = before.length > 0 ? before : leaves.slice(0, 1);
  return { ...term, name, args: argumentsOf(name, kept, leaves) };
}

/** What a term about one leaf starts with. */
const extras: Partial<Record<PredicateName, TermArguments>> = {
  joinsAt: { rank: 2 },
  offObject: { share: 0.5 },
  rated: { op: "above", threshold: 3 },
};

function argumentsOf(name: PredicateName, kept: readonly string[], leaves: readonly string[]): TermArguments {
  const { subject, room } = predicateOf(name);
  if (subject === "none") return { share: 0.5 };
  if (subject === "leaf") return { leaf: kept[0]!, ...extras[name] };
  const [least, most] = room!(leaves.length);
  const others = leaves.filter((leaf) => !kept.includes(leaf));
  return { leaves: [...kept, ...others.slice(0, Math.max(0, least - kept.length))].slice(0, most) };
}

const ordinals = ["", "last", "second to last", "third to last", "fourth to last", "fifth to last"];

/** How a mean rating is compared, in the API's words and the sentence's. */
export const comparisons: readonly (readonly [string, string])[] = [
  ["above", "above"],
  ["atLeast", "at least"],
  ["below", "below"],
  ["atMost", "at most"],
];

/** When a leaf joins, counted from the end: 2 → second to last. */
export const rankText = (rank: number) => ordinals[rank] ?? `${rank}th to last`;
