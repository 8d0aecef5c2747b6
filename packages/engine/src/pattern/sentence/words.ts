import { predicates } from "../predicate/table.ts";

let reserved: ReadonlySet<string> | undefined;

/** Words that end a bare name: those that follow a name in a phrase or open a phrase, and the connectives. Lower case. */
export function reservedWords(): ReadonlySet<string> {
  // Made when first asked for: the predicates' fields print names, and names are printed by these words.
  reserved ??= new Set([
    ...["and", "or", "not"],
    ...Object.values(predicates)
      .flatMap(({ phrases }) => phrases.flatMap(({ affirm, deny }) => [affirm, deny]))
      .flatMap((phrase) => /^(?:\{\w+\} )?(\w+)/.exec(phrase)?.[1] ?? []),
  ]);
  return reserved;
}

/** A name as a sentence holds it: bare where it cannot be misread, else in double quotes, escaped as in JSON. */
export function quoteName(name: string): string {
  const words = name.split(" ");
  const plain = words.every((word) => /^[^\s(),"]+$/u.test(word) && !reservedWords().has(word.toLowerCase()));
  return plain ? name : JSON.stringify(name);
}
