import { InputError } from "./errors.ts";

const maxLength = 200;

/** A name that a person gave, without the space around it. Throws InputError where nothing is left, or too much. */
export function words(what: string, field: string, text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") throw new InputError(`The ${what} is empty.`, field);
  if (trimmed.length > maxLength) {
    throw new InputError(`The ${what} has ${trimmed.length} characters; it can have ${maxLength}.`, field);
  }
  return trimmed;
}
