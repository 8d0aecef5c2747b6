import { EngineError } from "../errors.ts";

/** A leaf of the dendrograms: a model, or an architecture where the run has one model of each. */
export interface Leaf {
  readonly id: string;
  readonly name: string;
}

/** The ordered leaves that dendrograms share; a leaf's place is its bit in a merge's members. */
export interface LeafSet {
  readonly leaves: readonly Leaf[];
  readonly places: ReadonlyMap<string, number>;
  /** What a sentence calls each leaf: its name, or its id where the name would fit another leaf too. */
  readonly labels: readonly string[];
}

/**
 * @throws EngineError `too-few-leaves`, `duplicate-leaf`
 */
export function leafSet(leaves: readonly Leaf[]): LeafSet {
  if (leaves.length < 2) {
    throw new EngineError(
      "too-few-leaves",
      `A pattern needs trees of at least two models, these have ${leaves.length === 1 ? "one" : "none"}; choose a run of two models or more.`,
      { leaves: leaves.length },
    );
  }
  const places = new Map<string, number>();
  for (const [place, { id }] of leaves.entries()) {
    if (places.has(id))
      throw new EngineError("duplicate-leaf", `The model ${id} is there twice; name each once.`, { leaf: id });
    places.set(id, place);
  }
  const uses = new Map<string, number>();
  for (const { name } of leaves) uses.set(name, (uses.get(name) ?? 0) + 1);
  const labels = leaves.map(({ id, name }) => {
    const owner = places.get(name);
    const taken = owner !== undefined && leaves[owner]!.id !== id;
    return uses.get(name) === 1 && !taken ? name : id;
  });
  return { leaves, places, labels };
}

/** A leaf set whose leaves are called by their ids. */
export function leafSetOf(ids: readonly string[]): LeafSet {
  return leafSet(ids.map((id) => ({ id, name: id })));
}

/** Places of the leaves with these ids, lowest first; the ids are known to be there. */
export function placesOf(ids: readonly string[], { places }: LeafSet): number[] {
  return ids.map((id) => places.get(id)!).sort((a, b) => a - b);
}

/** Places of all other leaves. */
export function otherPlaces(ids: readonly string[], { leaves }: LeafSet): number[] {
  return leaves.flatMap(({ id }, place) => (ids.includes(id) ? [] : [place]));
}
