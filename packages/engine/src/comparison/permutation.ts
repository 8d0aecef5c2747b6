import { copheneticDistances, type Merge } from "../clustering/index.ts";
import { seededRandom } from "../statistics/index.ts";
import { doubledRanks, rankProduct } from "./levels.ts";

export interface PermutationSetting {
  readonly permutations: number;
  readonly seed: number;
}

export const defaultPermutation: PermutationSetting = { permutations: 10_000, seed: 0 };

/** How often leaves that are relabelled at random bring two trees as close as they are. */
export interface PermutationValue {
  /** P(γ ≥ the one found). */
  readonly probability: number;
  /** Relabellings looked at. */
  readonly permutations: number;
  /** Whether these are all that there are. */
  readonly exact: boolean;
}

/** Products of ranks that are taken at most: trees of many leaves are relabelled less often. */
const workLimit = 100_000_000;

/**
 * One-sided permutation value of Baker's γ: the leaves of one tree are relabelled, in all n! ways where these are no more
 * than the permutations asked for, else at random, with (hits + 1)/(permutations + 1), since the trees as they are count
 * too. Ranks are whole numbers: equal γ are found equal. Null for two leaves.
 */
export function gammaPermutation(
  a: readonly Merge[],
  b: readonly Merge[],
  setting: PermutationSetting = defaultPermutation,
): PermutationValue | null {
  const n = a.length + 1;
  if (n < 3) return null;
  const [ranksA, ranksB] = [ranksOf(a), ranksOf(b)];
  const found = rankProduct(ranksA, ranksB);
  const [above, square] = [fromMean(ranksA), squareOf(fromMean(ranksB), n)];
  const reaches = (labels: Int32Array) => relabelledProduct(above, square, labels) >= found;
  let hits = 0;
  if (factorial(n) <= setting.permutations) {
    for (const labels of everyOrder(n)) if (reaches(labels)) hits++;
    return { probability: hits / factorial(n), permutations: factorial(n), exact: true };
  }
  const permutations = Math.max(99, Math.min(setting.permutations, Math.floor(workLimit / ranksA.length)));
  const random = seededRandom(setting.seed);
  const labels = Int32Array.from({ length: n }, (_, leaf) => leaf);
  for (let drawn = 0; drawn < permutations; drawn++) {
    // Fisher and Yates; an order that is shuffled again is as random as a fresh one.
    for (let last = n - 1; last > 0; last--) {
      const other = random.below(last + 1);
      [labels[last], labels[other]] = [labels[other]!, labels[last]!];
    }
    if (reaches(labels)) hits++;
  }
  return { probability: (hits + 1) / (permutations + 1), permutations, exact: false };
}

/** Doubled ranks of how early each pair of leaves comes together. */
function ranksOf(merges: readonly Merge[]): Int32Array {
  const levels = Int32Array.from(
    copheneticDistances(merges.map((merge, position) => ({ ...merge, height: position }))),
  );
  const ranks = new Int32Array(levels.length);
  doubledRanks(levels, new Int32Array(merges.length), ranks);
  return ranks;
}

/** Doubled ranks less their mean. */
function fromMean(ranks: Int32Array): Float64Array {
  return Float64Array.from(ranks, (rank) => rank - (ranks.length + 1));
}

/** The same number for (i, j) and (j, i): where leaves change places, no pair's place has to be worked out. */
function squareOf(condensed: Float64Array, n: number): Float64Array {
  const square = new Float64Array(n * n);
  let pair = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      square[i * n + j] = condensed[pair]!;
      square[j * n + i] = condensed[pair++]!;
    }
  }
  return square;
}

/** rankProduct, where leaf i of the second tree bears the label of another. */
function relabelledProduct(a: Float64Array, b: Float64Array, labels: Int32Array): number {
  const n = labels.length;
  let [sum, pair] = [0, 0];
  for (let i = 0; i < n; i++) {
    const row = labels[i]! * n;
    for (let j = i + 1; j < n; j++) sum += a[pair++]! * b[row + labels[j]!]!;
  }
  return sum;
}

function factorial(n: number): number {
  let product = 1;
  for (let factor = 2; factor <= n; factor++) product *= factor;
  return product;
}

/** All orders of 0 … n − 1, in the same array (Heap 1963). */
function* everyOrder(n: number): Generator<Int32Array> {
  const order = Int32Array.from({ length: n }, (_, place) => place);
  const state = new Int32Array(n);
  yield order;
  for (let i = 1; i < n; ) {
    if (state[i]! >= i) {
      state[i++] = 0;
      continue;
    }
    const other = i % 2 === 0 ? 0 : state[i]!;
    [order[other], order[i]] = [order[i]!, order[other]!];
    state[i]!++;
    i = 1;
    yield order;
  }
}
