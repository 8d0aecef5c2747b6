import { nodesOfCluster, type Tree } from "../charts/dendrogram.prepare.ts";
import type { SupportedClade } from "../charts/support-tree.prepare.ts";
import { countOf, listText } from "../text/count.ts";
import { percentText } from "../text/probability.ts";

/** A cluster that more than half of the trees have; its leaves are places in the run's order of models, lowest first. */
export interface CountedClade extends SupportedClade {
  readonly count: number;
  readonly interval: { readonly low: number; readonly high: number };
  /** On one tree, were the models merged at random; null where that is not known. */
  readonly chance: number | null;
}

interface AskedClade {
  readonly count: number;
  readonly support: number;
  readonly models: readonly { readonly id: string }[];
  readonly interval: { readonly low: number; readonly high: number };
  readonly chance?: { readonly probability: number } | null;
}

/** The API's clades with their leaves as places in this order of models. */
export function placedClades(clades: readonly AskedClade[], order: readonly { readonly id: string }[]): CountedClade[] {
  const places = new Map(order.map(({ id }, place) => [id, place]));
  return clades.map(({ models, chance, ...rest }) => ({
    ...rest,
    chance: chance?.probability ?? null,
    leaves: models.map(({ id }) => places.get(id)!).sort((a, b) => a - b),
  }));
}

/** The clade as an address carries it: its leaves' places. */
export const cladeAddress = ({ leaves }: Pick<CountedClade, "leaves">) => leaves.join("-");

/** The clade that an address names; else the one that most trees have, the larger of equals. Null where there is none. */
export function chosenClade(clades: readonly CountedClade[], asked: string | undefined): CountedClade | null {
  const named = clades.find((clade) => cladeAddress(clade) === asked);
  if (named) return named;
  const ranked = [...clades].sort((a, b) => b.count - a.count || b.leaves.length - a.leaves.length);
  return ranked[0] ?? null;
}

/** What the trees share, as the page's title: a cluster of all models but one is that one joining last. */
export function consensusFinding(clade: CountedClade | null, names: readonly string[], n: number): string {
  if (!clade) return `No cluster is in more than half of ${countOf(n, "tree")}`;
  const on =
    clade.count === n
      ? `on all ${countOf(n, "image")}`
      : `on ${clade.count.toLocaleString("en")} of ${countOf(n, "image")}`;
  const others = names.filter((_, leaf) => !clade.leaves.includes(leaf));
  if (others.length === 1) return `${others[0]} joins last ${on}`;
  return `${listText(clade.leaves.map((leaf) => names[leaf]!))} are a cluster ${on}`;
}

/** The line below: how sure that is, and what it would be by chance. */
export function consensusDetail(clade: CountedClade | null): string {
  if (!clade) return "Each tree has clusters of its own; the mean tree shows what they have on average.";
  const { interval, chance } = clade;
  const sure = `On ${percentText(interval.low)} to ${percentText(interval.high)} of such images (Wilson, 95 %)`;
  return chance === null ? `${sure}.` : `${sure}; by chance on ${percentText(chance)}.`;
}

/** The trees that have the cluster, and those that have not, each in their order. */
export function splitByClade<Shown extends { readonly tree: Tree }>(
  trees: readonly Shown[],
  clade: CountedClade | null,
): { holding: Shown[]; others: Shown[] } {
  const holding = trees.filter(({ tree }) => clade !== null && nodesOfCluster(tree, clade.leaves) !== null);
  return { holding, others: trees.filter((tree) => !holding.includes(tree)) };
}

interface Similar {
  readonly models: readonly { readonly id: string }[];
  readonly meanSimilarity: readonly (readonly (number | null)[])[];
}

/** The mean similarities with rows and columns in this order of models. */
export function inOrderOf(order: readonly { id: string }[], { models, meanSimilarity }: Similar): (number | null)[][] {
  const places = new Map(models.map(({ id }, place) => [id, place]));
  const own = order.map(({ id }) => places.get(id)!);
  return own.map((row) => own.map((column) => meanSimilarity[row]?.[column] ?? null));
}
