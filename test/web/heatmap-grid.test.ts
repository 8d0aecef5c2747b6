import { describe, expect, test } from "vitest";
import {
  agreementText,
  type CellInput,
  moveSelection,
  prepareCell,
} from "../../apps/web/charts/heatmap-grid.prepare.ts";
import { defaultOverlay, readLook } from "../../apps/web/heatmap/look.prepare.ts";

const done: CellInput = {
  status: "done",
  modelName: "GoogLeNet",
  predicted: { label: "kit fox, Vulpes macrotis", probability: 0.453 },
  correct: true,
  cautions: [],
};

describe("a cell", () => {
  test("shows the first synonym, the probability as .45 and the verdict", () => {
    expect(prepareCell(done, "kit fox", "Grad-CAM")).toMatchObject({
      state: "map",
      label: "kit fox",
      probability: ".45",
      sign: "✓",
      description: "Grad-CAM of GoogLeNet on kit fox: predicts kit fox .45, correct",
    });
  });

  test("has no verdict where the truth is not known", () => {
    expect(prepareCell({ ...done, correct: null }, "fox", "Grad-CAM")).toMatchObject({ verdict: "unknown", sign: "" });
  });

  test("says that it waits, or failed, instead of showing an empty map", () => {
    expect(prepareCell({ ...done, status: "claimed", predicted: null }, "fox", "Grad-CAM").description).toMatch(
      /not computed yet$/,
    );
    expect(prepareCell({ ...done, status: "failed", predicted: null }, "fox", "Grad-CAM").state).toBe("failed");
  });

  test("says what makes a map worth doubting, also to who cannot see the mark; a failed one has its own sentence", () => {
    const cautions = ["The map has one value everywhere: it points nowhere."];
    const flagged = prepareCell({ ...done, cautions }, "fox", "Grad-CAM");
    expect(flagged).toMatchObject({ cautions, description: expect.stringMatching(/, worth doubting$/) });
    expect(prepareCell({ ...done, cautions, status: "failed" }, "fox", "Grad-CAM")).toMatchObject({
      cautions: [],
      description: expect.stringMatching(/: failed$/),
    });
  });
});

test("the selection stops at the edges", () => {
  const size = { rows: 2, columns: 3 };
  expect(moveSelection({ row: 0, column: 0 }, "up", size)).toEqual({ row: 0, column: 0 });
  expect(moveSelection({ row: 0, column: 2 }, "right", size)).toEqual({ row: 0, column: 2 });
  expect(moveSelection({ row: 0, column: 2 }, "down", size)).toEqual({ row: 1, column: 2 });
  expect(moveSelection({ row: 1, column: 2 }, "left", size)).toEqual({ row: 1, column: 1 });
});

test("agreement counts only models whose verdict is known", () => {
  expect(agreementText(["correct", "wrong", "unknown"])).toBe("1 of 2 right");
  expect(agreementText(["unknown"])).toBe("");
});

describe("the look in an address", () => {
  const from = (query: Record<string, string>) => (name: string) => query[name];

  test("is the method's default where it says nothing", () => {
    expect(readLook(from({}), false)).toEqual({ overlay: defaultOverlay, colormap: "inferno", normalisation: "p99" });
    expect(readLook(from({}), true)).toMatchObject({ colormap: "blue-white-red", normalisation: "absmax" });
  });

  test("never gives a signed map an unsigned colour map", () => {
    expect(readLook(from({ colour: "inferno" }), true).colormap).toBe("blue-white-red");
    // Under these, white would be no zero.
    expect(readLook(from({ normalise: "p99" }), true).normalisation).toBe("absmax");
    expect(readLook(from({ normalise: "minmax" }), true).normalisation).toBe("absmax");
    expect(readLook(from({ normalise: "absp99" }), true).normalisation).toBe("absp99");
  });

  test("ignores what it cannot mean", () => {
    const look = readLook(from({ overlay: "900", colour: "mauve", normalise: "loud" }), false);
    expect(look).toEqual(readLook(from({}), false));
  });
});
