import { type Merge, memberBits } from "../clustering/index.ts";
import { EngineError } from "../errors.ts";

/**
 * Many dendrograms over one leaf set, as bit sets: prepared once, then scanned column by column.
 * Word w of the members of merge j of tree t is members[(j · words + w) · trees + t]; leaf i is bit i mod 32 of word ⌊i/32⌋.
 */
export interface Forest {
  /** Leaves, n; each tree has n − 1 merges, in the order in which they happened. */
  readonly leaves: number;
  readonly trees: number;
  /** Words a bit set, ⌈n/32⌉. */
  readonly words: number;
  readonly members: Uint32Array;
  /** Heights of the first and the last merge. */
  readonly firstHeights: Float64Array;
  readonly rootHeights: Float64Array;
  /** One byte a tree, 1 where the image has none; null where all have one. */
  readonly missing: Uint8Array | null;
}

export function emptyForest(leaves: number, trees: number): Forest {
  const words = Math.ceil(leaves / 32);
  return {
    leaves,
    trees,
    words,
    members: new Uint32Array((leaves - 1) * words * trees),
    firstHeights: new Float64Array(trees).fill(Number.NaN),
    rootHeights: new Float64Array(trees).fill(Number.NaN),
    missing: null,
  };
}

/** What is stored of many trees (design.md, Storage). */
export interface StoredForest {
  readonly leaves: number;
  /** Members of every merge of every tree, ⌈n/8⌉ bytes each (memberBits), tree after tree, merges in order. */
  readonly members: Uint8Array;
  readonly firstHeights: ArrayLike<number>;
  readonly rootHeights: ArrayLike<number>;
  /** One byte a tree, not 0 where the image has none; its member bytes are there but not read. */
  readonly missing?: Uint8Array;
}

/**
 * @throws EngineError `forest-inconsistent` where the bytes are not those of that many trees
 */
export function forestFromBytes(stored: StoredForest): Forest {
  const { leaves, members: bytes } = stored;
  const trees = stored.rootHeights.length;
  const size = Math.ceil(leaves / 8);
  const expected = trees * (leaves - 1) * size;
  if (bytes.length !== expected || stored.firstHeights.length !== trees) {
    throw new EngineError(
      "forest-inconsistent",
      `${trees} trees of ${leaves} leaves have ${expected} bytes of members, these are ${bytes.length}.`,
      { trees, leaves, bytes: bytes.length },
    );
  }
  const forest = emptyForest(leaves, trees);
  forest.firstHeights.set(stored.firstHeights);
  forest.rootHeights.set(stored.rootHeights);
  const { members, words } = forest;
  let place = 0;
  for (let t = 0; t < trees; t++) {
    for (let j = 0; j < leaves - 1; j++) {
      for (let w = 0; w < words; w++) {
        let word = 0;
        const last = Math.min(32, (size - w * 4) * 8);
        for (let shift = 0; shift < last; shift += 8) word |= bytes[place++]! << shift;
        members[(j * words + w) * trees + t] = word;
      }
    }
  }
  return stored.missing?.some((byte) => byte !== 0) ? { ...forest, missing: stored.missing } : forest;
}

/** A forest of linkages over the same leaves; null is an image without a tree (a similarity that is not defined). */
export function forestFromMerges(trees: readonly (readonly Merge[] | null)[], leaves: number): Forest {
  const size = Math.ceil(leaves / 8);
  const members = new Uint8Array(trees.length * (leaves - 1) * size);
  trees.forEach((merges, t) => {
    if (merges === null) return;
    memberBits(merges).forEach((bits, j) => {
      members.set(bits, (t * (leaves - 1) + j) * size);
    });
  });
  return forestFromBytes({
    leaves,
    members,
    firstHeights: trees.map((merges) => merges?.[0]?.height ?? Number.NaN),
    rootHeights: trees.map((merges) => merges?.at(-1)?.height ?? Number.NaN),
    missing: Uint8Array.from(trees, (merges) => (merges === null ? 1 : 0)),
  });
}

/** The words of a set of places, to compare with members. */
export function maskOf(places: readonly number[], words: number): Uint32Array {
  const mask = new Uint32Array(words);
  for (const place of places) mask[place >> 5] = mask[place >> 5]! | (1 << (place & 31));
  return mask;
}
