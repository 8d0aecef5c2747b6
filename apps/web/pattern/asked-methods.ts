import { type MethodChoice, methodChoices } from "../run/method-choices.ts";

type RunMethods = Parameters<typeof methodChoices>[0];

/** A method with its parameters, as runs share it. */
export interface AskedMethod extends MethodChoice {
  readonly identity: string;
}

interface Grouped {
  readonly parameters: unknown;
  readonly method: { readonly slug: string };
}

/** Equal for equal methods with equal parameters, whatever the order of their keys. */
export const identityOf = ({ method, parameters }: Grouped) => JSON.stringify([method.slug, sorted(parameters)]);

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, content]) => [key, sorted(content)]);
}

/** The methods of runs, each once, in the order in which they come first; the first run's are called as it calls them. */
export function methodsOf(runs: readonly { readonly methods: RunMethods }[]): AskedMethod[] {
  const seen = new Set<string>();
  const methods: RunMethods[number][] = [];
  for (const method of runs.flatMap((run) => run.methods)) {
    const identity = identityOf(method);
    if (seen.has(identity)) continue;
    seen.add(identity);
    const taken = methods.some(({ position }) => position === method.position);
    methods.push(taken ? { ...method, position: methods.length } : method);
  }
  return methodChoices(methods).map((choice, place) => ({ ...choice, identity: identityOf(methods[place]!) }));
}

/** What one run calls a method that others have too; undefined where it has none. */
export const keyInRun = (run: { readonly methods: RunMethods }, { identity }: AskedMethod) =>
  methodsOf([run]).find((method) => method.identity === identity)?.key;

/** The group of this method. */
export const groupOf = <Group extends Grouped>(groups: readonly Group[], { identity }: AskedMethod): Group | null =>
  groups.find((group) => identityOf(group) === identity) ?? null;
