import { InputError } from "../errors.ts";

/** Variables within variables: a pattern has eight, and two for each of its parts. */
const deepest = 64;

/** Whether lists and objects of this JSON are nested deeper than anything that is asked for. */
export function isTooDeep(json: string): boolean {
  let [depth, quoted] = [0, false];
  for (let place = 0; place < json.length; place++) {
    const character = json[place];
    if (quoted) {
      if (character === "\\") place++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{" || character === "[") {
      if (++depth > deepest) return true;
    } else if (character === "}" || character === "]") depth--;
  }
  return false;
}

/** The same of an address, whose brackets and quotation marks may be written by their numbers. */
export const isTooDeepInAddress = (url: string): boolean =>
  isTooDeep(url.replaceAll(/%(?:22|5B|5C|5D|7B|7D)/gi, (code) => decodeURIComponent(code)));

export const depthError = () =>
  new InputError(`The request's lists and objects are nested more than ${deepest} deep: make it flatter.`);
