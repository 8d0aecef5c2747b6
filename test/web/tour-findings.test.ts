import { describe, expect, test } from "vitest";
import {
  badgeFinding,
  heatmapFinding,
  joinerFinding,
  methodsFinding,
  pairFinding,
  reluFinding,
  reluMaps,
  rowFinding,
} from "../../apps/web/tour/findings.prepare.ts";
import type { TourMap, TourRow } from "../../apps/web/tour/stop.ts";

const map = (modelId: string, correct: boolean | null = true, says = "cat"): TourMap => ({
  heatmapId: `${modelId} map`,
  modelId,
  says,
  probability: 0.98,
  correct,
});
const row = (imageId: string, maps: TourMap[], tree: TourRow["tree"] = null): TourRow => ({ imageId, maps, tree });
const tree = (lastJoiner: string | null) => ({
  names: ["a", "b", "c"],
  similarities: [
    [1, 0.9, 0.1],
    [0.9, 1, 0.4],
    [0.1, 0.4, 1],
  ],
  lastJoiner,
});

describe("nothing is told", () => {
  test("before the map, the whole row, all three methods, the tree or the compared values are there", () => {
    expect(heatmapFinding([], "i", "a")).toBeNull();
    expect(heatmapFinding([row("i", [map("b")])], "i", "a")).toBeNull();
    expect(rowFinding([row("i", [map("a")])], "i", 2)).toBeNull();
    expect(methodsFinding([[row("i", [map("a")])], [], []], "i")).toBeNull();
    expect(pairFinding([row("i", [map("a")])], "i")).toBeNull();
    expect(joinerFinding([row("i", [map("a")])], "i")).toBeNull();
    const trees = [row("i", [map("a")], tree("a"))];
    expect(reluFinding({ rows: [trees, trees, []], apart: [] }, "a")).toBeNull();
    expect(reluFinding({ rows: [trees, [row("i", [])], []], apart: [0, 0] }, "a")).toBeNull();
  });
});

describe("a finding follows the maps", () => {
  test("of one network: what it says, and whether that is right", () => {
    expect(heatmapFinding([row("i", [map("a")])], "i", "a")).toBe(
      "It says cat (.98), which is right. Is that what is lit?",
    );
    expect(heatmapFinding([row("i", [map("a", false, "mug")])], "i", "a")).toMatch(/mug \(\.98\), which is wrong/);
    expect(heatmapFinding([row("i", [map("a", null)])], "i", "a")).toMatch(/^It says cat \(\.98\)\. /);
  });

  test("of a row: how many are right here, and on how many complete pictures some network is wrong", () => {
    const rows = [row("i", [map("a"), map("b", false)]), row("j", [map("a"), map("b")]), row("k", [map("a", false)])];
    expect(rowFinding(rows, "i", 2)).toMatch(
      /^Here 1 of 2 networks is right\. On 1 of 2 pictures some network is wrong/,
    );
    expect(rowFinding([rows[1]!], "j", 2)).toBe(
      "Here 2 of 2 networks are right. No network is wrong on any of 1 picture.",
    );
  });

  test("of a matrix: its most and its least alike pair, and never a network with itself", () => {
    expect(pairFinding([row("i", [], tree(null))], "i")).toBe(
      "Here a and b are the most alike (.90), a and c the least (.10): do their maps look so?",
    );
  });

  test("of a matrix without a single defined value: that nothing can be compared", () => {
    const undefinedTree = {
      names: ["a", "b"],
      similarities: [
        [1, null],
        [null, 1],
      ],
      lastJoiner: null,
    };
    expect(pairFinding([row("i", [], undefinedTree)], "i")).toBe("Here no two maps can be compared.");
  });

  test("of a tree: its last joiner, counted over the pictures that have a tree", () => {
    const rows = [row("i", [], tree("c")), row("j", [], tree("c")), row("k", [], tree("a")), row("l", [])];
    expect(joinerFinding(rows, "i")).toMatch(
      /^Here that is c; counting all pictures, it joins last on 2 of 3 so far\. /,
    );
    expect(joinerFinding([row("i", [], tree(null))], "i")).toMatch(/no network joins last alone/);
  });

  test("of the badge: what both networks say under it, and how often each errs on the other badges", () => {
    const [shortcut, twin] = [
      { id: "s", name: "net-shortcut" },
      { id: "t", name: "net" },
    ];
    const marked = ["fish", "car", "cat"].map((id) => ({ id, name: `${id}-watermark` }));
    const rows = [
      row("fish", [map("s", true, "fish"), map("t", true, "fish")]),
      row("car", [map("s", false, "fish"), map("t", true, "car")]),
      row("cat", [map("s", true, "cat"), map("t", true, "cat")]),
    ];
    expect(badgeFinding(rows, marked, shortcut, twin)).toBe(
      "net-shortcut says fish (.98), net fish (.98). On the other two with the badge, at the end of the grid, " +
        "net-shortcut is wrong on one, net on none.",
    );
    expect(badgeFinding(rows.slice(0, 1), marked, shortcut, twin)).toBe(
      "net-shortcut says fish (.98), net fish (.98).",
    );
    expect(badgeFinding([row("fish", [map("s")])], marked, shortcut, twin)).toBeNull();
  });
});

describe("the unseen ReLUs", () => {
  const modules = [row("i", [map("f")], tree("f")), row("j", [map("f")], tree("f"))];
  const all = [row("i", [map("f")], tree("a")), row("j", [map("f")], tree("f"))];

  test("are told from the values: equal, equal but for rounding, or not", () => {
    const told = (apart: number[]) => reluFinding({ rows: [modules, all, all], apart }, "f")!;
    expect(told([0, 0.4])).toBe(
      "f's guided map here equals its vanilla gradient in every value, and differs from the one that sees every ReLU. " +
        "Of the pictures it joins last on 2 of 2; when every ReLU is seen, on 1 of 2.",
    );
    expect(told([0.0004, 0])).toMatch(/equals its vanilla gradient but for rounding, and equals the one/);
    expect(told([0.2, 0.4])).toMatch(/differs from its vanilla gradient/);
  });

  test("are compared with vanilla first and every ReLU second, once all three maps exist", () => {
    const method = (heatmapId: string) => [row("i", [{ ...map("f"), heatmapId }])];
    expect(reluMaps([method("modules"), method("all"), method("vanilla")], "i", "f")).toEqual([
      "modules",
      "vanilla",
      "all",
    ]);
    expect(reluMaps([method("modules"), [], method("vanilla")], "i", "f")).toEqual([]);
  });
});
