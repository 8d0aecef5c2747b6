import { type Random, seededRandom } from "../statistics/index.ts";
import { emptyForest, type Forest } from "./forest.ts";

/** How random trees are made; part of the identity of a chance that comes of them. */
export interface NullSetting {
  readonly trees: number;
  readonly seed: number;
}

export const defaultNull: NullSetting = { trees: 10_000, seed: 0 };

/** Words of members held at once: trees of many leaves come in several forests. */
const wordLimit = 2 ** 22;

/** Ways in which n leaves can merge, order included: n!(n−1)!/2ⁿ⁻¹; all are equally likely under random merging. */
export function historyCount(n: number): number {
  let count = 1;
  for (let clusters = 2; clusters <= n; clusters++) count *= (clusters * (clusters - 1)) / 2;
  return count;
}

/** Trees of uniformly random merging: at each step every pair of clusters is as likely as any other to be the next. */
export function* randomForests(n: number, { trees, seed }: NullSetting): Generator<Forest> {
  const random = seededRandom(seed);
  const batch = Math.max(1, Math.floor(wordLimit / ((n - 1) * Math.ceil(n / 32))));
  for (let made = 0; made < trees; made += batch) yield randomForest(n, Math.min(batch, trees - made), random);
}

function randomForest(n: number, trees: number, random: Random): Forest {
  const forest = emptyForest(n, trees);
  const { members, words } = forest;
  const clusters = new Uint32Array(n * words);
  for (let t = 0; t < trees; t++) {
    clusters.fill(0);
    for (let leaf = 0; leaf < n; leaf++) clusters[leaf * words + (leaf >> 5)] = 1 << (leaf & 31);
    for (let j = 0; j < n - 1; j++) {
      const live = n - j;
      const one = random.below(live);
      const other = random.below(live - 1);
      const a = Math.min(one, other);
      const b = other < one ? one : other + 1;
      // The union takes a's place, the last live cluster b's.
      for (let w = 0; w < words; w++) {
        const union = clusters[a * words + w]! | clusters[b * words + w]!;
        members[(j * words + w) * trees + t] = union;
        clusters[a * words + w] = union;
      }
      for (let w = 0; w < words; w++) clusters[b * words + w] = clusters[(live - 1) * words + w]!;
    }
  }
  return forest;
}

/** Every history of n leaves once; n is at most 8, since the count grows as the square of a factorial. */
export function everyHistory(n: number): Forest {
  const forest = emptyForest(n, historyCount(n));
  const { members, trees } = forest;
  const path: number[] = [];
  let t = 0;
  const visit = (clusters: readonly number[]): void => {
    if (clusters.length === 1) {
      for (const [j, union] of path.entries()) members[j * trees + t] = union;
      t++;
      return;
    }
    for (let a = 1; a < clusters.length; a++) {
      for (let b = 0; b < a; b++) {
        const union = clusters[a]! | clusters[b]!;
        path.push(union);
        visit([...clusters.filter((_, place) => place !== a && place !== b), union]);
        path.pop();
      }
    }
  };
  visit(Array.from({ length: n }, (_, leaf) => 1 << leaf));
  return forest;
}
