import { parameterText } from "../text/parameters.ts";

interface RunMethod {
  position: number;
  parameters: unknown;
  method: { slug: string; name: string; signed: boolean; grid: string };
}

/** One of a run's methods, as tabs and addresses name it. */
export interface MethodChoice {
  /** The slug; with its position where the run has the method more than once. */
  key: string;
  slug: string;
  position: number;
  name: string;
  signed: boolean;
  grid: string;
}

/** A run's methods in its order. One that comes twice, with other parameters, is told apart by them. */
export function methodChoices(methods: readonly RunMethod[]): MethodChoice[] {
  return methods.map(({ position, parameters, method: { slug, name, signed, grid } }) => {
    const others = methods.filter((other) => other.method.slug === slug && other.position !== position);
    const repeated = others.length > 0;
    return {
      key: repeated ? `${slug}.${position}` : slug,
      slug,
      position,
      name: repeated ? `${name} (${parameterText(unlike(parameters, others)) || position + 1})` : name,
      signed,
      grid,
    };
  });
}

/** The parameters that the same method has otherwise elsewhere in the run. */
function unlike(parameters: unknown, others: readonly RunMethod[]): Record<string, unknown> {
  const written = (from: unknown, name: string) => JSON.stringify((from as Record<string, unknown> | null)?.[name]);
  const differs = ([name]: [string, unknown]) =>
    others.some((other) => written(other.parameters, name) !== written(parameters, name));
  return Object.fromEntries(Object.entries(parameters ?? {}).filter(differs));
}

/** The method that an address asks for; else Grad-CAM, which most people look at first; else the run's first. */
export const chooseMethod = (methods: readonly MethodChoice[], asked: string | undefined) =>
  methods.find(({ key }) => key === asked) ?? methods.find(({ slug }) => slug === "grad-cam") ?? methods[0];
