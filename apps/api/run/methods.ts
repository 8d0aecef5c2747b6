import { EngineError, getMethod, type MethodInfo, type Parameters, resolveMethod } from "@heatlas/engine";
import { InputError } from "../errors.ts";
import { canonicalJson } from "../heatmap/identity.ts";
import { factsOf, type ModelRow } from "./resolve.ts";

export interface WrittenMethod {
  readonly slug: string;
  /** Canonical JSON. */
  readonly parameters: string;
}

interface MethodChoice {
  readonly slug: string;
  readonly parameters?: Parameters | null | undefined;
}

/** The methods of a new run, each of which has to work for every model. Throws InputError. */
export function readMethods(models: readonly ModelRow[], choices: readonly MethodChoice[]): WrittenMethod[] {
  const written: WrittenMethod[] = [];
  for (const { slug, parameters } of choices) {
    const method = { slug, parameters: canonicalJson(sharedParameters(models, slug, parameters ?? {})) };
    if (written.some((other) => other.slug === slug && other.parameters === method.parameters)) {
      throw new InputError(`The method ${slug} is chosen twice with the same parameters: leave one out.`, "methods");
    }
    written.push(method);
  }
  return written;
}

/** Defaults written out, so that the run does not change with them; what differs by model is named when it starts. */
function sharedParameters(models: readonly ModelRow[], slug: string, given: Parameters): Parameters {
  const [first, ...others] = models.map((model) => resolveFor(model, slug, given));
  const shared = Object.entries(first!).filter(
    ([name, value]) =>
      name in given ||
      (name !== "layer" && others.every((other) => canonicalJson(other[name]) === canonicalJson(value))),
  );
  return Object.fromEntries(shared);
}

function resolveFor(model: ModelRow, slug: string, parameters: Parameters): Parameters {
  try {
    refuseReferences(slug);
    return resolveMethod({ slug, parameters }, factsOf(model)).parameters;
  } catch (error) {
    if (error instanceof EngineError) throw new InputError(error.message, "methods", error.code);
    throw error;
  }
}

/** Maps of some methods depend on other pictures than their own, which no map's identity holds so far. */
export const isForRuns = (method: MethodInfo): boolean => !("usesReferences" in method);

function refuseReferences(slug: string): void {
  const method = getMethod(slug);
  if (isForRuns(method)) return;
  throw new InputError(
    `${method.name} compares a picture with others, which runs do not offer: choose another method.`,
    "methods",
  );
}
