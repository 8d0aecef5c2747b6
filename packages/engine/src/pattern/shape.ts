import type { Pattern, Term, TermName } from "./pattern.ts";
import type { Predicate } from "./predicate/predicate.ts";
import { predicates } from "./predicate/table.ts";

/** What some predicate is given; which, its fields say. */
export type TermArguments = Readonly<Record<string, unknown>>;

/** A pattern taken apart. */
export type Shape =
  | { readonly kind: "all" | "any"; readonly parts: readonly Pattern[] }
  | { readonly kind: "not"; readonly part: Pattern }
  | {
      readonly kind: "term";
      readonly name: TermName;
      readonly args: TermArguments;
      readonly predicate: Predicate<TermArguments>;
    };

export function shapeOf(pattern: Pattern): Shape {
  if ("all" in pattern) return { kind: "all", parts: pattern.all };
  if ("any" in pattern) return { kind: "any", parts: pattern.any };
  if ("not" in pattern) return { kind: "not", part: pattern.not };
  const [name, args] = Object.entries(pattern)[0] as [TermName, TermArguments];
  return { kind: "term", name, args, predicate: predicateOf(name) };
}

/** The predicate of this name, as one of any arguments: its fields and its arguments always come together. */
export function predicateOf(name: TermName): Predicate<TermArguments> {
  return predicates[name] as Predicate<TermArguments>;
}

/** What a term of this name says, whatever of: "joins last", "form a clade", "is rated …". */
export function clauseOf(name: TermName): string {
  const phrase = predicateOf(name).phrases[0]!.affirm.replace(/^\{\w+\} /, "");
  return phrase.replaceAll(/\{\w+\}/g, "…").replaceAll("… …", "…");
}

/** The term of this predicate with these arguments. */
export function termOf(name: TermName, args: TermArguments): Term {
  return { [name]: args } as Term;
}

/** All terms of a pattern, as they stand. */
export function termsOf(pattern: Pattern): Extract<Shape, { kind: "term" }>[] {
  const shape = shapeOf(pattern);
  if (shape.kind === "term") return [shape];
  if (shape.kind === "not") return termsOf(shape.part);
  return shape.parts.flatMap(termsOf);
}
