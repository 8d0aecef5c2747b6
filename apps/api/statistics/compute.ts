import { type ArgumentsOf, type FunctionName, functions, type ValueOf } from "./functions.ts";
import { onThread } from "./threads.ts";

/** Steps of a nanosecond or two: what a request may keep the others waiting for. */
const fewSteps = 1_000_000;

const here: { readonly [Name in FunctionName]: (...args: ArgumentsOf<Name>) => ValueOf<Name> } = functions;

/** What the function says, on a thread where it takes so many steps that other requests would notice. */
export async function compute<Name extends FunctionName>(
  steps: number,
  name: Name,
  ...args: ArgumentsOf<Name>
): Promise<ValueOf<Name>> {
  return steps > fewSteps ? await onThread(name, ...args) : here[name](...args);
}
