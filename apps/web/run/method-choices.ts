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
    const repeated = methods.filter((other) => other.method.slug === slug).length > 1;
    return {
      key: repeated ? `${slug}.${position}` : slug,
      slug,
      position,
      name: repeated ? `${name} (${parameterText(parameters)})` : name,
      signed,
      grid,
    };
  });
}

/** The method that an address asks for; else Grad-CAM, which most people look at first; else the run's first. */
export const chooseMethod = (methods: readonly MethodChoice[], asked: string | undefined) =>
  methods.find(({ key }) => key === asked) ?? methods.find(({ slug }) => slug === "grad-cam") ?? methods[0];
