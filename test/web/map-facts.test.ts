import { describe, expect, test } from "vitest";
import { offObjectText, relevanceText } from "../../apps/web/heatmap/facts.prepare.ts";
import { flaggedText, flaggedTitle } from "../../apps/web/heatmap/flagged.prepare.ts";
import { prepareOffObject } from "../../apps/web/run/off-object.prepare.ts";
import { suggestedSet } from "../../apps/web/upload/picture-files.ts";

describe("a map's facts", () => {
  test("say how much lies off the object only beside what an even map would have", () => {
    expect(offObjectText(0.714, 0.21)).toBe("71 % (an even map: 79 %)");
    expect(offObjectText(0, 0.5)).toBe("0.0 % (an even map: 50 %)");
    expect(offObjectText(null, 0.21)).toBe("not defined: nothing in the map speaks for the class");
    expect(offObjectText(null, null)).toBeNull();
  });

  test("say where a class score went, with a sign where a share has one", () => {
    expect(relevanceText({ conservation: 2e-6, bias: 0.123, epsilon: -0.004 })).toBe(
      "adds up to the score: pixels 88 %, biases 12 %, ε −0.4 %",
    );
    expect(relevanceText({ conservation: 0.034, bias: -0.5, epsilon: 0 })).toBe(
      "misses the score by 3.4 %; biases −50 %, ε 0.0 %",
    );
    expect(relevanceText({ conservation: 12.3, bias: -2612, epsilon: -2e-6 })).toBe(
      "misses the score by 1,200 %; biases −260,000 %, ε <0.1 %",
    );
    expect(relevanceText({ conservation: 0, bias: null, epsilon: null })).toBe("adds up to the score");
    expect(relevanceText({ conservation: null, bias: null, epsilon: null })).toBeNull();
    expect(relevanceText(null)).toBeNull();
  });
});

test("flags are counted in words", () => {
  expect(flaggedText("constant", 1200)).toBe("1,200 constant.");
  const flags = [
    { flag: { name: "constant" }, count: 3 },
    { flag: { name: "equals_vanilla" }, count: 1 },
  ];
  expect(flaggedTitle({ flagged: 4, flags })).toBe("4 maps are worth doubting: 3 constant, 1 equal to vanilla");
  expect(flaggedTitle({ flagged: 1, flags: flags.slice(1) })).toBe("1 map is worth doubting: 1 equal to vanilla");
});

describe("the table of shares off the object", () => {
  const models = [
    { id: "a", name: "Ant" },
    { id: "b", name: "Bee" },
    { id: "c", name: "Cat" },
  ];
  const methods = [
    { position: 0, name: "Grad-CAM" },
    { position: 1, name: "LRP-ε" },
  ];
  const mean = (id: string, share: number, n = 4) => ({ model: { id }, n, mean: share, spread: 0.1, even: 0.8 });

  test("has a row a model in the run's order, and its finding above it", () => {
    const table = prepareOffObject(models, methods, new Map([[0, [mean("a", 0.2), mean("b", 0.7), mean("c", 0.5)]]]))!;
    expect(table.sentence).toBe("By Grad-CAM, Bee looks off the object the most, .70, and Ant the least, .20.");
    expect(table.methods).toEqual([methods[0]]);
    expect(table.n).toBe(4);
    expect(table.rows.map(({ cells }) => cells)).toEqual([
      [{ text: ".20 ± .10", n: 4 }],
      [{ text: ".70 ± .10", n: 4 }],
      [{ text: ".50 ± .10", n: 4 }],
    ]);
    expect(table.even).toEqual([".80"]);
  });

  test("leaves a gap where a model has no map yet, and has no spread of one", () => {
    const one = { ...mean("a", 0.3, 1), spread: null };
    const table = prepareOffObject(models, methods, new Map([[1, [one]]]))!;
    expect(table.rows.map(({ cells }) => cells)).toEqual([[{ text: ".30", n: 1 }], [null], [null]]);
    expect(table.sentence).toBe("By LRP-ε, .30 of the relevance of Ant lies off the object.");
  });

  test("tells each cell's number of maps where they differ", () => {
    const uneven = new Map([[0, [mean("a", 0.2, 4), mean("b", 0.7, 3)]]]);
    expect(prepareOffObject(models, methods, uneven)!.n).toBeNull();
  });

  test("is not there where no image has a mask", () => {
    expect(prepareOffObject(models, methods, new Map([[0, []]]))).toBeNull();
    expect(prepareOffObject(models, methods, new Map())).toBeNull();
  });
});

describe("the set that dropped photographs go to", () => {
  test("is their folder; none for loose ones, so that a known photograph makes no new set", () => {
    expect(suggestedSet(["pets/a.jpg", "pets/b.jpg"], 12)).toBe("pets");
    expect(suggestedSet(["a.jpg"], 12)).toBe("");
    expect(suggestedSet(["pets/a.jpg", "wild/b.jpg"], 12)).toBe("");
    expect(suggestedSet(["a.jpg"], undefined)).toBe("");
  });

  test("is one of their own for the first of an atlas, which a run can take whole", () => {
    expect(suggestedSet(["a.jpg", "b.jpg"], 0)).toBe("Photographs");
  });
});
