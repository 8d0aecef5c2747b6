import { describe, expect, test } from "vitest";
import { colourAt, inkOn, luminance } from "../../apps/web/charts/colour-map.ts";
import { prepareMatrix, similarityDomain } from "../../apps/web/charts/similarity-matrix.prepare.ts";

const similarities = [
  [1, 0.45, null],
  [0.45, 1, -0.03],
  [null, -0.03, 1],
];

describe("the matrix", () => {
  test("has its rows and columns in the tree's order", () => {
    const { cells } = prepareMatrix(similarities, [2, 0, 1]);
    expect(cells.find(({ row, column }) => row === 1 && column === 2)).toMatchObject({
      first: 0,
      second: 1,
      text: ".45",
    });
  });

  test("leaves the diagonal empty: a map compared with itself says nothing", () => {
    const diagonal = prepareMatrix(similarities, [0, 1, 2]).cells.filter(({ row, column }) => row === column);
    expect(diagonal.map(({ text, fill }) => [text, fill])).toEqual([
      ["", null],
      ["", null],
      ["", null],
    ]);
  });

  test("shows a score that is not defined as a gap, never as zero", () => {
    const cell = prepareMatrix(similarities, [0, 1, 2]).cells.find(({ first, second }) => first === 0 && second === 2);
    expect(cell).toMatchObject({ text: "–", fill: null });
  });

  test("writes negative scores with a minus sign", () => {
    const texts = prepareMatrix(similarities, [0, 1, 2]).cells.map(({ text }) => text);
    expect(texts).toContain("−.03");
  });
});

describe("the scale", () => {
  test("is the range of tenths around the scores, the diagonal left out", () => {
    expect(
      similarityDomain([
        [1, 0.36, 0.75],
        [0.36, 1, 0.6],
        [0.75, 0.6, 1],
      ]),
    ).toEqual({ low: 0.3, high: 0.8 });
  });

  test("is two tenths wide at least, so that equal scores are no division by zero", () => {
    expect(
      similarityDomain([
        [1, 0.5],
        [0.5, 1],
      ]),
    ).toEqual({ low: 0.5, high: 0.7 });
  });

  test("is 0 to 1 where nothing is defined", () => {
    expect(
      similarityDomain([
        [1, null],
        [null, 1],
      ]),
    ).toEqual({ low: 0, high: 1 });
  });
});

test("text on any colour of viridis has a contrast of at least 4.5", () => {
  for (let share = 0; share <= 1; share += 0.01) {
    const rgb = colourAt("viridis", share);
    const [light, dark] = [luminance(rgb), inkOn(rgb) === "#000000" ? 0 : 1].sort((a, b) => b - a) as [number, number];
    expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
  }
});

test("colours outside the scale are its ends", () => {
  expect(colourAt("inferno", -3)).toEqual([0, 0, 4]);
  expect(colourAt("inferno", 7)).toEqual([252, 255, 164]);
});
