import {
  bakersGamma,
  copheneticAgreement,
  entanglement,
  type Known,
  type Merge,
  partitionAgreements,
  pruneTree,
  sharedClades,
  untangle,
} from "@heatlas/engine";
import type { Context } from "../context.ts";
import { InputError } from "../errors.ts";
import { matrixOf } from "../similarity/matrix-of.ts";
import type { SideQuestion } from "./question.ts";
import { readSides, type Side } from "./side.ts";
import { readTreesOfSides, type SideTree } from "./tree.ts";

/** A side's tree over the models that both have. */
export interface ComparedTree extends Omit<SideTree, "merges"> {
  /** Its leaves are numbered in the comparison's order. */
  readonly merges: readonly (Merge & { readonly shared: boolean })[];
  readonly leafOrder: readonly number[];
  /** Of the models in the side's run. */
  readonly places: readonly number[];
  readonly names: readonly string[];
}

export interface Comparison {
  readonly a: ComparedTree;
  readonly b: ComparedTree;
  /** The models that both sides have, in the first's order. */
  readonly models: readonly { id: string; name: string }[];
  /** Their places in the runs of the two sides. */
  readonly places: { readonly a: readonly number[]; readonly b: readonly number[] };
  readonly leftOut: readonly { readonly id: string; readonly side: Side }[];
}

/** Throws InputError, NotFoundError, StateError. */
export async function compare(context: Context, questions: readonly [SideQuestion, SideQuestion]): Promise<Comparison> {
  const sides = await readSides(context, questions);
  const [a, b] = sides;
  const models = a.run.models.filter(({ id }) => b.run.models.some((model) => model.id === id));
  refuseFewShared(a, b, models);
  const [treeA, treeB] = await readTreesOfSides(context, sides);
  const placesIn = ({ run }: Side) => models.map(({ id }) => run.models.findIndex((model) => model.id === id));
  const places = { a: placesIn(a), b: placesIn(b) };
  const merges = [pruneTree(treeA.merges, places.a), pruneTree(treeB.merges, places.b)] as const;
  const orders = untangle(merges[0], merges[1]);
  const names = models.map(({ name }) => name);
  return {
    a: { ...treeA, ...comparedTree(merges[0], merges[1]), places: places.a, leafOrder: orders.left, names },
    b: { ...treeB, ...comparedTree(merges[1], merges[0]), places: places.b, leafOrder: orders.right, names },
    models,
    places,
    leftOut: [...leftOutOf(a, models), ...leftOutOf(b, models)],
  };
}

function refuseFewShared(a: Side, b: Side, models: readonly { name: string }[]): void {
  if (models.length > 1) return;
  const shared = models.length === 0 ? "no models" : `only ${models[0]!.name}`;
  throw new InputError(
    a.run.id === b.run.id
      ? `The run "${a.run.name}" has ${shared}; a comparison of trees needs at least 2 models.`
      : `The runs "${a.run.name}" and "${b.run.name}" share ${shared}; a comparison of trees needs at least 2 models.`,
    "b.run",
    "too-few-shared",
  );
}

function comparedTree(merges: readonly Merge[], other: readonly Merge[]) {
  const shared = sharedClades(merges, other);
  return { merges: merges.map((merge, position) => ({ ...merge, shared: shared[position]! })) };
}

/** The matrix over the models of a comparison; null where the measure is not defined. */
export const similaritiesOf = ({ scores, places }: ComparedTree) => matrixOf(scores, places);

const leftOutOf = (side: Side, shared: readonly { id: string }[]) =>
  side.run.models.flatMap(({ id }) => (shared.some((model) => model.id === id) ? [] : [{ id, side }]));

const known = (value: number | null, reason: string): Known<number> =>
  value === null ? { value, reason } : { value, reason: null };

type Agreement = ReturnType<typeof measure>;

const agreements = new WeakMap<Comparison, Agreement>();

/** Numbers that say how alike the two trees are; computed once, when one of them is asked for. */
export function agreementOf(comparison: Comparison): Agreement {
  const agreement = agreements.get(comparison) ?? measure(comparison);
  agreements.set(comparison, agreement);
  return agreement;
}

function measure({ a, b }: Comparison) {
  return {
    gamma: known(bakersGamma(a.merges, b.merges), "two models make only one tree, so every pair agrees: it takes 3"),
    cophenetic: known(
      copheneticAgreement(a.merges, b.merges),
      "all pairs of one tree come together at the same height, so there is nothing to correlate",
    ),
    partitions: partitionAgreements(a.merges, b.merges),
    entanglement: entanglement(a.leafOrder, b.leafOrder),
  };
}

/** Similarity on the first side less that on the second, where both are measured alike. */
export function differenceOf({ a, b }: Comparison): Known<(number | null)[][]> {
  const [one, other] = [a.side.setting, b.side.setting];
  if (one.measure !== other.measure) {
    return { value: null, reason: `${one.measure} and ${other.measure} are not on one scale` };
  }
  const others = similaritiesOf(b);
  const value = similaritiesOf(a).map((row, i) =>
    row.map((left, j) => {
      const right = others[i]![j] ?? null;
      return left === null || right === null ? null : left - right;
    }),
  );
  return { value, reason: null };
}
