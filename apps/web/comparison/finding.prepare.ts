import { type Setting, settingWords } from "../cluster/setting.prepare.ts";
import { countOf } from "../text/count.ts";
import { shortLabel, stem } from "../text/label.ts";
import { probabilityText, scoreText } from "../text/probability.ts";

/** What the page says of a side. */
export interface ToldSide {
  readonly run: { readonly id: string; readonly name: string };
  /** As the run tells its methods apart. */
  readonly method: string;
  readonly setting: Setting;
  /** Null: the mean over so many images. */
  readonly image: { readonly id: string; readonly name: string; readonly truth: string | null } | null;
  readonly imageCount: number;
}

export const imageText = ({ image, imageCount }: Pick<ToldSide, "image" | "imageCount">): string =>
  image ? (image.truth ? shortLabel(image.truth) : stem(image.name)) : `mean of ${countOf(imageCount, "image")}`;

/** What each side is called: only what tells it from the other; its method where nothing does. */
export function sideTitles(a: ToldSide, b: ToldSide): [string, string] {
  const parts = (side: ToldSide) =>
    [
      a.run.id !== b.run.id && side.run.name,
      a.method !== b.method && side.method,
      a.image?.id !== b.image?.id && imageText(side),
      settingWords(a.setting) !== settingWords(b.setting) && settingWords(side.setting),
    ].filter((part) => part !== false);
  const title = (side: ToldSide) => {
    const [first = side.method, ...rest] = parts(side);
    return rest.length === 0 ? first : `${first} (${rest.join(", ")})`;
  };
  return [title(a), title(b)];
}

const grades: readonly (readonly [number, string])[] = [
  [0.9, "alike"],
  [0.6, "mostly alike"],
  [0.2, "partly alike"],
];

/** The page's title: how alike the two trees are, in a word for their gamma. */
export function findingOf([a, b]: readonly [string, string], gamma: number | null): string {
  if (gamma === null) return `${a} beside ${b}`;
  const word = grades.find(([least]) => gamma >= least)?.[1] ?? "differently";
  return a === b ? `${a} clusters the models ${word}` : `${a} and ${b} cluster the models ${word}`;
}

interface Permutation {
  readonly probability: number;
  readonly permutations: number;
  readonly exact: boolean;
}

export interface Numbers {
  readonly gamma: number | null;
  readonly reason: string | null;
  readonly permutation: Permutation | null;
  /** Clusters below the root: how many both trees have, of how many one has. */
  readonly shared: number;
  readonly clusters: number;
}

/** The line below the title: gamma with its chance, and how many clusters the trees share. */
export function detailOf({ gamma, reason, permutation, shared, clusters }: Numbers): string {
  const clades = clusters === 0 ? "" : ` They share ${shared} of ${countOf(clusters, "cluster")} below the root.`;
  if (gamma === null) return `No Baker's gamma: ${reason ?? "it is not defined"}.${clades}`;
  const chance = permutation
    ? `; with the models' names exchanged at random it is as high ${chanceText(permutation)}`
    : "";
  return `Baker's gamma ${scoreText(gamma)}${chance}.${clades}`;
}

/** All ways are counted; of drawn ones, the probability counts the tree itself as one more. */
function chanceText({ probability, permutations, exact }: Permutation): string {
  const ways = permutations.toLocaleString("en");
  if (!exact) return `with a probability of ${probabilityText(probability)} (${ways} draws)`;
  return `in ${Math.round(probability * permutations).toLocaleString("en")} of all ${ways} ways`;
}
