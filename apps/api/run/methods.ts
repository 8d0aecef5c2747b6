import { EngineError, getMethod, type Parameters, resolveMethod } from "@heatlas/engine";
import { InputError } from "../errors.ts";
import { canonicalJson } from "../heatmap/identity.ts";
import type { Transaction } from "../sql.ts";
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
    return resolveMethod({ slug, parameters }, factsOf(model)).parameters;
  } catch (error) {
    if (error instanceof EngineError) throw new InputError(error.message, "methods", error.code);
    throw error;
  }
}

const comparesPictures = (slug: string): boolean => "usesReferences" in getMethod(slug);

/** A run's references: enough to average over, few enough to name in each map's identity. */
const mostReferences = 32;

/**
 * The methods with the pictures named that they compare others with: the run's own, where the choice names none. By
 * hash, so that the same references make the same maps in any run.
 */
export async function nameReferences(
  tx: Transaction,
  { projectId, id }: { projectId: string; id: string },
  methods: readonly WrittenMethod[],
): Promise<WrittenMethod[]> {
  const referencesOf = ({ slug, parameters }: WrittenMethod): readonly string[] | null =>
    comparesPictures(slug) ? JSON.parse(parameters).references : null;
  const lacks = (method: WrittenMethod) => referencesOf(method)?.length === 0;
  for (const method of methods) await refuseStrangers(tx, projectId, referencesOf(method) ?? []);
  if (!methods.some(lacks)) return [...methods];
  const images = await tx<{ sha256: string }[]>`
    select encode(image.sha256, 'hex') as sha256 from run_image
    join image on image.project_id = run_image.project_id and image.id = run_image.image_id
    where run_image.project_id = ${projectId} and run_image.run_id = ${id}
    order by image.sha256 limit ${mostReferences}`;
  const references = images.map(({ sha256 }) => sha256);
  return methods.map((method) => {
    if (!lacks(method)) return method;
    if (references.length < 2) {
      throw new InputError(
        `${getMethod(method.slug).name} compares a picture with the run's others: choose at least 2 images.`,
        "methods",
      );
    }
    return { ...method, parameters: canonicalJson({ ...JSON.parse(method.parameters), references }) };
  });
}

async function refuseStrangers(tx: Transaction, projectId: string, references: readonly string[]): Promise<void> {
  if (references.length === 0) return;
  const known = await tx<{ sha256: string }[]>`
    select encode(sha256, 'hex') as sha256 from image
    where project_id = ${projectId} and sha256 in (select decode(hash, 'hex') from unnest(${[...references]}::text[]) as hash)`;
  const found = new Set(known.map(({ sha256 }) => sha256));
  const stranger = references.find((hash) => !found.has(hash));
  if (stranger === undefined) return;
  throw new InputError(
    `The picture ${stranger.slice(0, 12)}…, named as a reference, is not in the atlas: upload it first.`,
    "methods",
  );
}
