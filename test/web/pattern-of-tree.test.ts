import { expect, test } from "vitest";
import type { Tree } from "../../apps/web/charts/dendrogram.prepare.ts";
import { patternOfTree } from "../../apps/web/pattern/pattern-of-tree.prepare.ts";

const models = ["a", "b", "c", "d"].map((id) => ({ id }));

/** a and b at .1, then c at .2, then d at .9. */
const chain: Tree = {
  leafCount: 4,
  leafOrder: [0, 1, 2, 3],
  merges: [
    { left: 0, right: 1, height: 0.1, size: 2 },
    { left: 2, right: 4, height: 0.2, size: 3 },
    { left: 3, right: 5, height: 0.9, size: 4 },
  ],
};

/** c and d at .1, a and b at .3, the two pairs at .9. */
const pairs: Tree = {
  leafCount: 4,
  leafOrder: [0, 1, 2, 3],
  merges: [
    { left: 2, right: 3, height: 0.1, size: 2 },
    { left: 0, right: 1, height: 0.3, size: 2 },
    { left: 4, right: 5, height: 0.9, size: 4 },
  ],
};

test("a tree with a last joiner is about it, wherever it is cut", () => {
  expect(patternOfTree(chain, 0.15, models)).toEqual({ joinsLast: { leaf: "d" } });
});

test("where two clusters meet last, it is the largest cluster under the cut", () => {
  expect(patternOfTree(pairs, 0.2, models)).toEqual({ clade: { leaves: ["c", "d"] } });
});

test("cut below every merge, or above all, it is the first pair", () => {
  expect(patternOfTree(pairs, 0.05, models)).toEqual({ firstCluster: { leaves: ["c", "d"] } });
  expect(patternOfTree(pairs, 1, models)).toEqual({ firstCluster: { leaves: ["c", "d"] } });
});

test("two models show nothing that could be otherwise", () => {
  const two: Tree = { leafCount: 2, leafOrder: [0, 1], merges: [{ left: 0, right: 1, height: 0.5, size: 2 }] };
  expect(patternOfTree(two, 0.2, models)).toBeNull();
});
