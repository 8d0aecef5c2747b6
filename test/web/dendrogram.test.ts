import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  branchesOf,
  cutTree,
  defaultCut,
  lastJoiner,
  type Merge,
  moveCut,
  nestTree,
  type Tree,
  treeScale,
} from "../../apps/web/charts/dendrogram.prepare.ts";

/** Leaves 1 and 2 merge, then 3 joins them, then 0. */
const caterpillar: Tree = {
  leafCount: 4,
  merges: [
    { left: 1, right: 2, height: 0.2, size: 2 },
    { left: 3, right: 4, height: 0.3, size: 3 },
    { left: 0, right: 5, height: 0.6, size: 4 },
  ],
  leafOrder: [0, 3, 1, 2],
};

const balanced: Tree = {
  leafCount: 4,
  merges: [
    { left: 0, right: 1, height: 0.2, size: 2 },
    { left: 2, right: 3, height: 0.3, size: 2 },
    { left: 4, right: 5, height: 0.6, size: 4 },
  ],
  leafOrder: [2, 3, 0, 1],
};

/** Random trees: two clusters that stand yet merge, at heights that never fall. */
const trees = fc
  .array(fc.record({ a: fc.nat(), b: fc.nat(), rise: fc.double({ min: 0, max: 1, noNaN: true }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((steps): Tree => {
    const leafCount = steps.length + 1;
    const standing = Array.from({ length: leafCount }, (_, id) => ({ id, leaves: [id] }));
    const merges: Merge[] = [];
    let height = 0;
    for (const { a, b, rise } of steps) {
      const [left] = standing.splice(a % standing.length, 1);
      const [right] = standing.splice(b % standing.length, 1);
      height += rise;
      const leaves = [...left!.leaves, ...right!.leaves];
      merges.push({ left: left!.id, right: right!.id, height, size: leaves.length });
      standing.push({ id: leafCount + merges.length - 1, leaves });
    }
    return { leafCount, merges, leafOrder: standing[0]!.leaves };
  });

describe("a tree is nested", () => {
  test("with its leaves in the drawing's order", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const leaves: number[] = [];
        const walk = (node: NonNullable<ReturnType<typeof nestTree>>) => {
          if (node.leaf !== null) leaves.push(node.leaf);
          for (const child of node.children ?? []) walk(child);
        };
        walk(nestTree(tree)!);
        expect(leaves).toEqual([...tree.leafOrder]);
      }),
    );
  });

  test("and a single leaf makes none", () => {
    expect(nestTree({ leafCount: 1, merges: [], leafOrder: [0] })).toBeNull();
  });
});

describe("the last joiner is", () => {
  test("the leaf that the last merge adds alone", () => {
    expect(lastJoiner(caterpillar)).toBe(0);
  });

  test("nobody where two clusters meet last, and nobody of two leaves", () => {
    expect(lastJoiner(balanced)).toBeNull();
    expect(
      lastJoiner({ leafCount: 2, merges: [{ left: 0, right: 1, height: 1, size: 2 }], leafOrder: [0, 1] }),
    ).toBeNull();
  });
});

describe("a cut", () => {
  test("keeps every leaf exactly once, in the drawing's order, at any height", () => {
    fc.assert(
      fc.property(trees, fc.double({ min: 0, max: 13, noNaN: true }), (tree, height) => {
        expect(cutTree(tree, height).flat()).toEqual([...tree.leafOrder]);
      }),
    );
  });

  test("leaves one cluster more for each merge above it", () => {
    fc.assert(
      fc.property(trees, fc.double({ min: 0, max: 13, noNaN: true }), (tree, height) => {
        expect(cutTree(tree, height)).toHaveLength(1 + tree.merges.filter((merge) => merge.height > height).length);
      }),
    );
  });

  test("starts where it makes the coarsest split", () => {
    expect(cutTree(caterpillar, defaultCut(caterpillar))).toEqual([[0], [3, 1, 2]]);
    expect(cutTree(balanced, defaultCut(balanced))).toEqual([
      [2, 3],
      [0, 1],
    ]);
  });

  test("moves by hundredths and stays inside the tree", () => {
    expect(moveCut(0.3, 10, 0.6)).toBeCloseTo(0.36);
    expect(moveCut(0.3, 90, 0.6)).toBe(0.6);
    expect(moveCut(0.3, -90, 0.6)).toBe(0);
  });
});

describe("the scale", () => {
  test("puts leaves at the right edge and the root after its stub", () => {
    const scale = treeScale(0.6, 240, 10);
    expect(scale.x(0)).toBe(240);
    expect(scale.x(0.6)).toBe(10);
  });

  test("is undone by the height at a pixel", () => {
    const scale = treeScale(0.6, 240, 10);
    expect(scale.heightAt(scale.x(0.25))).toBeCloseTo(0.25);
    expect(scale.heightAt(-50)).toBe(0.6);
    expect(scale.heightAt(500)).toBe(0);
  });

  test("holds for a tree of height 0, whose maps are all alike", () => {
    expect(treeScale(0, 240, 10).x(0)).toBe(240);
  });
});

test("a tree has one branch for each cluster, the root's stub included", () => {
  const root = nestTree(caterpillar)!;
  let row = 0;
  const place = (node: typeof root): Parameters<typeof branchesOf>[0] => {
    const children = (node.children ?? []).map(place);
    return { node, y: children.length > 0 ? (children[0]!.y + children.at(-1)!.y) / 2 : row++ * 10 + 5, children };
  };
  const branches = branchesOf(place(root), treeScale(0.6, 100, 10));
  expect(branches).toHaveLength(7);
  expect(branches[0]!.path).toBe("M0 13.75H10");
  expect(branches.filter(({ leaf }) => leaf !== null).map(({ leaf }) => leaf)).toEqual([0, 3, 1, 2]);
});
