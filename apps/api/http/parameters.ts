import type { Request } from "express";
import { InputError, NotFoundError } from "../errors.ts";
import { isUuid } from "../ids.ts";

/** A parameter of the address; given twice, or empty, it counts as not given. */
export function textOf(request: Request, name: string): string | null {
  const value = request.query[name];
  return typeof value === "string" && value !== "" ? value : null;
}

/** One of a few words. Throws InputError that lists them. */
export function choiceOf<const Choice extends string>(
  request: Request,
  name: string,
  choices: readonly Choice[],
  fallback: Choice,
): Choice {
  const value = textOf(request, name);
  if (value === null) return fallback;
  const choice = choices.find((each) => each === value);
  if (choice === undefined)
    throw new InputError(`There is no ${name} "${value.slice(0, 40)}"; choose one of ${choices.join(", ")}.`, name);
  return choice;
}

/** A whole number within bounds, both included, or null where it is not given. Throws InputError that states them. */
export function wholeOf(request: Request, name: string, low: number, high: number): number | null {
  const value = textOf(request, name);
  if (value === null) return null;
  const number = Number(value);
  if (!/^\d{1,9}$/.test(value) || number < low || number > high) {
    throw new InputError(
      `The ${name} is "${value.slice(0, 40)}"; it can be a whole number from ${low} to ${high}.`,
      name,
    );
  }
  return number;
}

/** The uuid in a path. Throws NotFoundError for what cannot be one. */
export function uuidIn(request: Request, stage: string): string {
  const id = String(request.params.id);
  if (!isUuid(id)) throw new NotFoundError(stage, id.slice(0, 40));
  return id;
}

/** The name of an uploaded file, without any folder. Throws InputError where there is none, or an impossible one. */
export function fileNameOf(request: Request): string {
  const name = textOf(request, "name")?.split(/[/\\]/).at(-1)?.trim();
  if (!name) throw new InputError("The file's name is missing: add ?name=… to the address.", "name");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (name.length > 255 || /[\u0000-\u001f]/.test(name)) {
    throw new InputError("The file's name is longer than 255 characters, or has some that cannot be shown.", "name");
  }
  return name;
}
