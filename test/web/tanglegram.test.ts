import { describe, expect, test } from "vitest";
import { prepareDifference } from "../../apps/web/charts/difference-matrix.prepare.ts";
import { gammaPlace, prepareGammaBars } from "../../apps/web/charts/gamma-histogram.prepare.ts";
import {
  isSharedEnd,
  sharedClades,
  strandPath,
  strandsOf,
  type TangledTree,
} from "../../apps/web/charts/tanglegram.prepare.ts";

/** Leaves 0 and 1 merge, then 2, then 3. */
const left: TangledTree = {
  leafCount: 4,
  merges: [
    { left: 0, right: 1, height: 1, size: 2, shared: true },
    { left: 2, right: 4, height: 2, size: 3, shared: false },
    { left: 3, right: 5, height: 3, size: 4, shared: true },
  ],
  leafOrder: [3, 2, 0, 1],
};

/** Leaves 0 and 1 merge, leaves 2 and 3 merge. */
const right: TangledTree = {
  leafCount: 4,
  merges: [
    { left: 0, right: 1, height: 1, size: 2, shared: true },
    { left: 2, right: 3, height: 2, size: 2, shared: false },
    { left: 4, right: 5, height: 3, size: 4, shared: true },
  ],
  leafOrder: [2, 3, 0, 1],
};

describe("a strand", () => {
  test("leads each leaf from its row on the left to its row on the right, with the smallest clade that both have", () => {
    expect(strandsOf(left, right)).toEqual([
      { leaf: 3, left: 0, right: 1, clade: null },
      { leaf: 2, left: 1, right: 0, clade: null },
      { leaf: 0, left: 2, right: 2, clade: [0, 1] },
      { leaf: 1, left: 3, right: 3, clade: [0, 1] },
    ]);
  });

  test("ends in the middle of its rows", () => {
    expect(strandPath({ leaf: 0, left: 0, right: 2, clade: null }, 100, 20)).toBe("M0 10C50 10 50 50 100 50");
  });
});

describe("what two trees share", () => {
  test("leaves out the root, which they always do", () => {
    expect(sharedClades(left)).toEqual([[0, 1]]);
  });

  test("is drawn so from the clade down to its leaves", () => {
    expect([0, 1, 2, 3, 4, 5].map((end) => isSharedEnd(left, end))).toEqual([true, true, false, false, true, false]);
  });
});

describe("the histogram of gamma", () => {
  test("spreads its bars over −1 to 1, the tallest at full height", () => {
    expect(prepareGammaBars([0, 4, 2, 0])).toEqual([
      { from: -1, to: -0.5, count: 0, height: 0 },
      { from: -0.5, to: 0, count: 4, height: 1 },
      { from: 0, to: 0.5, count: 2, height: 0.5 },
      { from: 0.5, to: 1, count: 0, height: 0 },
    ]);
    expect([-1, 0, 1].map(gammaPlace)).toEqual([0, 50, 100]);
  });
});

describe("the matrix of differences", () => {
  test("is signed, as wide below 0 as above, and leaves a gap where there is none", () => {
    const { cells, domain } = prepareDifference(
      [
        [0, 0.24, null],
        [0.24, 0, -0.1],
        [null, -0.1, 0],
      ],
      [1, 0, 2],
    );
    expect(domain).toEqual({ low: -0.3, high: 0.3 });
    expect(cells.map(({ text }) => text)).toEqual(["", "+.24", "−.10", "+.24", "", "–", "−.10", "–", ""]);
    expect(cells[5]!.fill).toBeNull();
  });

  test("of equal sides is white", () => {
    const { cells } = prepareDifference(
      [
        [0, 0],
        [0, 0],
      ],
      [0, 1],
    );
    expect(cells[1]).toMatchObject({ text: ".00", fill: "rgb(255 255 255)" });
  });
});
