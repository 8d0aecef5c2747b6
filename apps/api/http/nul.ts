import { InputError } from "../errors.ts";

/**
 * Whether a text in this JSON has the character NUL, which PostgreSQL keeps in no text. JSON can only write it as an
 * escape; so can GraphQL, within a text of its own.
 */
export const holdsNul = (json: string): boolean => /\\u(?:0000|\{0+\})/.test(json);

/** The same in an address, where a text may also have it as it is. */
export const holdsNulInAddress = (url: string): boolean => /%00|(?:%5C|\\)u(?:0000|(?:%7B|\{)0+(?:%7D|\}))/i.test(url);

export const nulError = () =>
  new InputError("A text of the request has the character NUL (\\u0000), which cannot be kept: take it out.");
