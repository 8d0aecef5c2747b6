import { describe, expect, test } from "vitest";
import { nodesOfCluster } from "../../apps/web/charts/dendrogram.prepare.ts";
import {
  type CountedClade,
  chosenClade,
  cladeAddress,
  consensusDetail,
  consensusFinding,
  inOrderOf,
  placedClades,
  splitByClade,
} from "../../apps/web/cluster/consensus.prepare.ts";

const names = ["Ant", "Bee", "Cat", "Dog"];
const clade = (leaves: number[], count: number): CountedClade => ({
  leaves,
  count,
  support: count / 12,
  interval: { low: 0.4678, high: 0.9111 },
  chance: 2 / 9,
});

/** ((Ant, Cat), Bee), Dog */
const tree = {
  leafCount: 4,
  leafOrder: [0, 2, 1, 3],
  merges: [
    { left: 0, right: 2, height: 0.1, size: 2 },
    { left: 1, right: 4, height: 0.2, size: 3 },
    { left: 3, right: 5, height: 0.4, size: 4 },
  ],
};

describe("the consensus", () => {
  test("is about the cluster that most trees have, the larger of equals, or the one that is asked for", () => {
    const clades = [clade([0, 1, 2], 9), clade([0, 2], 9), clade([0, 1], 7)];
    expect(chosenClade(clades, undefined)).toBe(clades[0]);
    expect(chosenClade(clades, cladeAddress(clades[2]!))).toBe(clades[2]);
    expect(chosenClade(clades, "1-3")).toBe(clades[0]);
    expect(chosenClade([], "0-1")).toBeNull();
  });

  test("says who joins last where all the others are a cluster", () => {
    expect(consensusFinding(clade([0, 1, 2], 9), names, 12)).toBe("Dog joins last on 9 of 12 images");
    expect(consensusFinding(clade([0, 1, 2], 12), names, 12)).toBe("Dog joins last on all 12 images");
  });

  test("says who are a cluster, how sure that is, and what it were by chance", () => {
    expect(consensusFinding(clade([0, 2], 9), names, 12)).toBe("Ant and Cat are a cluster on 9 of 12 images");
    expect(consensusDetail(clade([0, 2], 9))).toBe("On 47 % to 91 % of such images (Wilson, 95 %); by chance on 22 %.");
    expect(consensusDetail({ ...clade([0, 2], 9), chance: null })).not.toContain("chance");
  });

  test("says so where most trees share nothing", () => {
    expect(consensusFinding(null, names, 12)).toBe("No cluster is in more than half of 12 trees");
  });

  test("places the API's clades in the run's order of models", () => {
    const asked = { count: 9, support: 0.75, interval: { low: 0.4, high: 0.9 }, models: [{ id: "c" }, { id: "a" }] };
    const order = [{ id: "a" }, { id: "b" }, { id: "c" }];
    expect(placedClades([{ ...asked, chance: { probability: 0.2 } }, asked], order)).toMatchObject([
      { leaves: [0, 2], count: 9, chance: 0.2 },
      { leaves: [0, 2], chance: null },
    ]);
  });
});

test("a tree has a cluster where just these leaves meet, whatever joins them later", () => {
  expect(nodesOfCluster(tree, [0, 2])).toEqual(new Set([0, 2, 4]));
  expect(nodesOfCluster(tree, [0, 1, 2])).toEqual(new Set([0, 1, 2, 4, 5]));
  expect(nodesOfCluster(tree, [0, 1])).toBeNull();
});

test("the trees are told apart by whether they have the cluster; without one, none has it", () => {
  const other = { ...tree, merges: [{ left: 0, right: 1, height: 0.1, size: 2 }, ...tree.merges.slice(1)] };
  const trees = [{ tree }, { tree: other }];
  expect(splitByClade(trees, clade([0, 2], 9))).toEqual({ holding: [trees[0]], others: [trees[1]] });
  expect(splitByClade(trees, null)).toEqual({ holding: [], others: trees });
});

test("similarities follow the order of models that they are shown in, whatever order they came in", () => {
  const similar = {
    models: [{ id: "b" }, { id: "a" }, { id: "c" }],
    meanSimilarity: [
      [1, 0.2, null],
      [0.2, 1, 0.3],
      [null, 0.3, 1],
    ],
  };
  expect(inOrderOf([{ id: "a" }, { id: "b" }, { id: "c" }], similar)).toEqual([
    [1, 0.2, 0.3],
    [0.2, 1, null],
    [0.3, null, 1],
  ]);
});
