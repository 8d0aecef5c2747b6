import { canonicalJson } from "./canonical.ts";
import { refuseContradiction } from "./contradiction.ts";
import { invalidPattern } from "./invalid.ts";
import type { LeafSet } from "./leaf-set.ts";
import type { Pattern, TermName } from "./pattern.ts";
import { predicates } from "./predicate/table.ts";
import { clauseOf, predicateOf, type TermArguments, termOf } from "./shape.ts";

/** What a person can still read, and a page can still show. */
const most = { depth: 8, terms: 64 };

const forms = [...Object.keys(predicates), "all", "any", "not"];

/**
 * A pattern from JSON, checked against the leaves that it is about. Keys whose value is null or undefined are not there.
 * @throws EngineError `invalid-pattern`, `unknown-leaf`, `contradictory-pattern`
 */
export function readPattern(value: unknown, leafSet: LeafSet): Pattern {
  const budget = { terms: most.terms };
  const pattern = read(value, "pattern", leafSet, budget, most.depth);
  refuseContradiction(pattern, leafSet);
  return pattern;
}

/** Whether two patterns are the same question. */
export function isSamePattern(a: Pattern, b: Pattern): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function read(value: unknown, path: string, leafSet: LeafSet, budget: { terms: number }, depth: number): Pattern {
  const [name, content] = onlyEntry(value, path);
  if (depth === 0) throw invalidPattern(path, `The pattern is nested more than ${most.depth} deep; make it flatter.`);
  const inner = (part: unknown, at: string) => read(part, at, leafSet, budget, depth - 1);
  if (name === "not") return { not: inner(content, `${path}.not`) };
  if (name === "all" || name === "any") {
    const at = `${path}.${name}`;
    if (!Array.isArray(content)) throw invalidPattern(at, `"${name}" takes a list of patterns.`);
    if (content.length === 0) throw invalidPattern(at, `"${name}" joins no patterns; give it at least one.`);
    if (content.length > most.terms) throw tooManyTerms(at);
    const parts = content.map((part, place) => inner(part, `${at}[${place}]`));
    return name === "all" ? { all: parts } : { any: parts };
  }
  if (budget.terms-- === 0) throw tooManyTerms(path);
  return termOf(name, readArguments(name, content, `${path}.${name}`, leafSet));
}

function tooManyTerms(path: string) {
  return invalidPattern(path, `A pattern has at most ${most.terms} terms; ask for less at once.`);
}

function onlyEntry(value: unknown, path: string): [TermName | "all" | "any" | "not", unknown] {
  if (!isRecord(value)) throw invalidPattern(path, `A pattern is an object of one key: ${forms.join(", ")}.`);
  const entries = Object.entries(value).filter(([, content]) => content !== undefined && content !== null);
  const [name] = entries[0] ?? [""];
  if (entries.length !== 1 || !forms.includes(name)) {
    const found = entries.length === 0 ? "none" : entries.map(([key]) => key).join(" and ");
    throw invalidPattern(path, `A pattern says exactly one of ${forms.join(", ")}; this one says ${found}.`);
  }
  return entries[0] as [TermName, unknown];
}

function readArguments(name: TermName, content: unknown, path: string, leafSet: LeafSet): TermArguments {
  const { fields, refuse } = predicateOf(name);
  const keys = Object.keys(fields);
  if (!isRecord(content)) throw invalidPattern(path, `"${name}" is an object with ${keys.join(", ")}.`);
  const surplus = Object.keys(content).find((key) => !keys.includes(key));
  if (surplus !== undefined) {
    throw invalidPattern(`${path}.${surplus}`, `"${name}" takes ${keys.join(" and ")}; it has no ${surplus}.`);
  }
  const args = Object.fromEntries(
    Object.entries(fields).map(([key, field]) => {
      if (content[key] === undefined) throw invalidPattern(`${path}.${key}`, `"${name}" lacks its ${key}; give it.`);
      return [key, field.read(content[key], { path: `${path}.${key}`, clause: clauseOf(name) }, leafSet)];
    }),
  );
  const why = refuse?.(args, leafSet.leaves.length);
  if (why) throw invalidPattern(path, why);
  return args;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
