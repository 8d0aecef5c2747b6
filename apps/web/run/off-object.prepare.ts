import { probabilityText } from "../text/probability.ts";

export interface OffObjectMean {
  readonly model: { readonly id: string };
  readonly n: number;
  readonly mean: number;
  readonly spread?: number | null;
  readonly even: number;
}

interface Method {
  readonly position: number;
  readonly name: string;
}

interface Model {
  readonly id: string;
  readonly name: string;
}

export interface OffObjectCell {
  /** ".71", with ± its spread where there are several maps. */
  readonly text: string;
  /** Maps; told where not all cells have as many. */
  readonly n: number;
}

export interface OffObjectTable {
  /** What is seen. */
  readonly sentence: string;
  /** Maps in each cell; null where they differ. */
  readonly n: number | null;
  readonly methods: readonly Method[];
  /** A cell a method; null where the model has no such map yet. */
  readonly rows: readonly { model: Model; cells: readonly (OffObjectCell | null)[] }[];
  /** Of maps that are even everywhere, a method each. */
  readonly even: readonly string[];
}

/** How much of the models' maps lies off the objects, by method; null where no image has a mask. */
export function prepareOffObject(
  models: readonly Model[],
  methods: readonly Method[],
  byMethod: ReadonlyMap<number, readonly OffObjectMean[]>,
): OffObjectTable | null {
  const known = methods.filter(({ position }) => (byMethod.get(position) ?? []).length > 0);
  const [first] = known;
  if (!first) return null;
  const meansOf = ({ position }: Method) => byMethod.get(position)!;
  const [n, ...others] = new Set(known.flatMap((method) => meansOf(method).map((mean) => mean.n)));
  return {
    sentence: sentenceOf(first, meansOf(first), models),
    n: others.length === 0 ? n! : null,
    methods: known,
    rows: models.map((model) => ({
      model,
      cells: known.map((method) => cellOf(meansOf(method).find((each) => each.model.id === model.id))),
    })),
    even: known.map((method) => probabilityText(evenOf(meansOf(method)))),
  };
}

function cellOf(mean: OffObjectMean | undefined): OffObjectCell | null {
  if (!mean) return null;
  const spread = mean.spread == null ? "" : ` ± ${probabilityText(mean.spread)}`;
  return { text: `${probabilityText(mean.mean)}${spread}`, n: mean.n };
}

/** Over all the maps: models that lack some count for those that they have. */
function evenOf(means: readonly OffObjectMean[]): number {
  const n = means.reduce((sum, each) => sum + each.n, 0);
  return means.reduce((sum, each) => sum + each.even * each.n, 0) / n;
}

function sentenceOf({ name }: Method, means: readonly OffObjectMean[], models: readonly Model[]): string {
  const [most, ...others] = [...means].sort((a, b) => b.mean - a.mean) as [OffObjectMean, ...OffObjectMean[]];
  const nameOf = ({ model }: OffObjectMean) => models.find(({ id }) => id === model.id)?.name ?? "One model";
  const least = others.at(-1);
  return least
    ? `By ${name}, ${nameOf(most)} looks off the object the most, ${probabilityText(most.mean)}, and ${nameOf(least)} the least, ${probabilityText(least.mean)}.`
    : `By ${name}, ${probabilityText(most.mean)} of the relevance of ${nameOf(most)} lies off the object.`;
}
