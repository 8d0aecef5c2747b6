import fc from "fast-check";
import { expect, test } from "vitest";
import { prepareSupportTree, type SupportedClade } from "../../apps/web/charts/support-tree.prepare.ts";

const clade = (leaves: number[], support = 0.75): SupportedClade => ({ leaves, support });

test("nested clades stand within each other, and the root joins all", () => {
  const { nodes, leaves } = prepareSupportTree(5, [clade([1, 3]), clade([1, 2, 3])]);
  expect(leaves.map(({ leaf }) => leaf)).toEqual([1, 3, 2, 0, 4]);
  const [inner, outer, root] = nodes;
  expect(inner).toMatchObject({ top: 0, bottom: 1, y: 0.5, from: outer!.x, clade: { leaves: [1, 3] } });
  expect(outer).toMatchObject({ top: 0.5, bottom: 2, from: root!.x });
  expect(root).toMatchObject({ x: 0, from: null, clade: null });
  expect(inner!.x).toBeGreaterThan(outer!.x);
});

test("a tree that nothing supports is a comb of all leaves", () => {
  const { nodes, leaves } = prepareSupportTree(3, []);
  expect(nodes).toEqual([{ x: 0, y: 1, top: 0, bottom: 2, from: null, clade: null }]);
  expect(leaves.map(({ from }) => from)).toEqual([0, 0, 0]);
});

/** Clades that do not cross: intervals of a shuffled order, halved again and again. */
const families = fc.tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 0, max: 1000 })).map(([n, seed]) => {
  const order = Array.from({ length: n }, (_, leaf) => leaf).sort((a, b) => ((a * seed) % 7) - ((b * seed) % 7));
  const cut = (part: number[]): number[][] => {
    if (part.length < 3) return part.length === 2 ? [part] : [];
    const at = 1 + (seed % (part.length - 1));
    return [part, ...cut(part.slice(0, at)), ...cut(part.slice(at))];
  };
  return {
    n,
    clades: cut(order)
      .filter(({ length }) => length < n)
      .map((part) => clade(part.sort((a, b) => a - b))),
  };
});

test("each leaf has a row, each clade its leaves side by side, and no stem goes back", () => {
  fc.assert(
    fc.property(families, ({ n, clades }) => {
      const { nodes, leaves } = prepareSupportTree(n, clades);
      expect(leaves.map(({ leaf }) => leaf).sort((a, b) => a - b)).toEqual(
        Array.from({ length: n }, (_, leaf) => leaf),
      );
      const rows = new Map(leaves.map(({ leaf }, row) => [leaf, row]));
      for (const { leaves: members } of clades) {
        const places = members.map((leaf) => rows.get(leaf)!);
        expect(Math.max(...places) - Math.min(...places)).toBe(members.length - 1);
      }
      for (const { x, y, from } of nodes) {
        expect(x).toBeLessThan(1);
        expect(y).toBeLessThan(n);
        if (from !== null) expect(x).toBeGreaterThan(from);
      }
    }),
  );
});
