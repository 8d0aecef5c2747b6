import { EngineError } from "../../errors.ts";
import type { LeafSet } from "../leaf-set.ts";
import type { Pattern, TermName } from "../pattern.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { predicates } from "../predicate/table.ts";
import { readPattern } from "../read-pattern.ts";
import { predicateOf, type TermArguments, termOf } from "../shape.ts";
import { type Cursor, openCursor } from "./cursor.ts";
import { printPattern } from "./print.ts";

/** Brackets within brackets; readPattern asks for less. */
const deepest = 32;

/**
 * The pattern that a sentence says; printPattern's sentences give back their patterns. Names are bare or in double
 * quotes, in any case where that is not ambiguous.
 * @throws EngineError `unreadable-pattern`, and as readPattern
 */
export function parsePattern(sentence: string, leafSet: LeafSet): Pattern {
  const cursor = openCursor(sentence);
  const pattern = readAlternatives(cursor, leafSet, deepest);
  if (!cursor.ended) throw unreadable(cursor, leafSet);
  return readPattern(pattern, leafSet);
}

/** Parts joined by one connective. */
function readAlternatives(cursor: Cursor, leafSet: LeafSet, depth: number): Pattern {
  const parts = [readOperand(cursor, leafSet, depth)];
  let connective: "and" | "or" | undefined;
  for (;;) {
    const next = cursor.take("and") ? "and" : cursor.take("or") ? "or" : undefined;
    if (next === undefined) break;
    if (connective !== undefined && next !== connective) {
      throw new EngineError(
        "unreadable-pattern",
        `"and" and "or" stand side by side before "${cursor.rest}"; put brackets around what belongs together.`,
        { rest: cursor.rest },
      );
    }
    connective = next;
    parts.push(readOperand(cursor, leafSet, depth));
  }
  if (parts.length === 1) return parts[0]!;
  return connective === "and" ? { all: parts } : { any: parts };
}

function readOperand(cursor: Cursor, leafSet: LeafSet, depth: number): Pattern {
  if (depth === 0) throw unreadable(cursor, leafSet);
  if (cursor.take("not")) return { not: readOperand(cursor, leafSet, depth - 1) };
  if (!cursor.take("(")) return readClause(cursor, leafSet);
  const inner = readAlternatives(cursor, leafSet, depth - 1);
  if (!cursor.take(")")) throw unreadable(cursor, leafSet);
  return inner;
}

function readClause(cursor: Cursor, leafSet: LeafSet): Pattern {
  const start = cursor.at;
  for (const name of Object.keys(predicates) as TermName[]) {
    const predicate = predicateOf(name);
    for (const { affirm, deny, given } of predicate.phrases) {
      for (const phrase of [affirm, deny]) {
        cursor.at = start;
        const args = readPhrase(phrase, predicate, cursor);
        if (!args) continue;
        const term = termOf(name, resolve({ ...given, ...args }, predicate, leafSet));
        return phrase === affirm ? term : { not: term };
      }
    }
  }
  cursor.at = start;
  throw unreadable(cursor, leafSet);
}

function readPhrase(
  phrase: string,
  { fields }: Predicate<TermArguments>,
  cursor: Cursor,
): Record<string, unknown> | undefined {
  const args: Record<string, unknown> = {};
  for (const word of phrase.split(" ")) {
    const key = /^\{(\w+)\}$/.exec(word)?.[1];
    if (key === undefined) {
      if (!cursor.take(word)) return undefined;
      continue;
    }
    args[key] = fields[key]!.parse(cursor);
    if (args[key] === undefined) return undefined;
  }
  return args;
}

function resolve(args: TermArguments, { fields }: Predicate<TermArguments>, leafSet: LeafSet): TermArguments {
  const entries = Object.entries(args).map(([key, value]) => {
    return [key, fields[key]!.resolve?.(value, leafSet) ?? value];
  });
  return Object.fromEntries(entries);
}

function unreadable(cursor: Cursor, leafSet: LeafSet): EngineError {
  const { rest } = cursor;
  const place = rest === "" ? "The sentence ends too early" : `The sentence cannot be read from "${rest}" on`;
  return new EngineError(
    "unreadable-pattern",
    `${place}; it can say, for example: ${exampleClauses(leafSet).join("; ")}; with and, or, not and brackets.`,
    { rest },
  );
}

/** A sentence of each predicate, about the leaves themselves; what so few leaves cannot show is left out. */
function exampleClauses(leafSet: LeafSet): string[] {
  const clauses = (Object.keys(predicates) as TermName[]).flatMap((name) => {
    const { fields, refuse } = predicateOf(name);
    const args = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.example(leafSet)]));
    return refuse?.(args, leafSet.leaves.length) ? [] : [printPattern(termOf(name, args), leafSet)];
  });
  return [...new Set(clauses)];
}
