import { describe, expect, test } from "vitest";
import { clusterPath, heatmapPicture, runIdOf, runPath } from "../../apps/web/shell/routes.ts";
import { bytesText, countOf, countWord, durationText, listText } from "../../apps/web/text/count.ts";
import { familyColour, familyFromFileName } from "../../apps/web/text/family.ts";
import { shortHash, shortLabel, shortMethod, stem } from "../../apps/web/text/label.ts";
import { parameterText } from "../../apps/web/text/parameters.ts";
import { heightText, percentText, probabilityText, scoreText } from "../../apps/web/text/probability.ts";

describe("numbers are written", () => {
  test("as shares without a leading zero", () => {
    expect([0.453, 1, 0, 0.001, null].map(probabilityText)).toEqual([".45", "1.00", ".00", "<.01", "–"]);
  });

  test("as scores that may be negative, but never as minus nothing", () => {
    expect([-0.031, -0.001, 0.75, null].map(scoreText)).toEqual(["−.03", ".00", ".75", "–"]);
  });

  test("as heights with it", () => {
    expect(heightText(0.618)).toBe("0.62");
  });

  test("as percentages that keep a decimal where they are small", () => {
    expect([0.0571, 0.5, 1, 0].map(percentText)).toEqual(["5.7 %", "50 %", "100 %", "0.0 %"]);
    // One hot pixel of a map is not none.
    expect(percentText(1 / 224 ** 2)).toBe("<0.1 %");
  });

  test("with thousands and in the right number", () => {
    expect([countOf(1, "map"), countOf(1230, "map"), countOf(2, "family", "families")]).toEqual([
      "1 map",
      "1,230 maps",
      "2 families",
    ]);
    expect([countWord(3), countWord(40)]).toEqual(["three", "40"]);
  });

  test("as sizes and durations that a person can hold", () => {
    expect([0, 950, 5_002_684, 548_000_000].map(bytesText)).toEqual(["0 B", "950 B", "5.0 MB", "548 MB"]);
    expect([0.2, 13, 240, 7500].map(durationText)).toEqual(["1 s", "13 s", "4 min", "2 h 5 min"]);
  });
});

test("names are shortened without losing what tells them apart", () => {
  expect(shortLabel("kit fox, Vulpes macrotis")).toBe("kit fox");
  expect(shortHash("827ff8aabbccddeeff00112233678f")).toBe("827ff8…678f");
  expect(["Vanilla gradient", "Input × gradient", "Guided Grad-CAM"].map(shortMethod)).toEqual([
    "Vanilla",
    "Input × gradient",
    "Guided Grad-CAM",
  ]);
  expect(shortMethod("Guided backpropagation (reluScope all)")).toBe("Guided (reluScope all)");
  expect(stem("a/b/rocket.large.jpg")).toBe("rocket.large");
  expect(listText(["A", "B", "C"])).toBe("A, B and C");
});

test("a method's parameters are all written, but for the layer, which has its own line, and empty ones", () => {
  const parameters = { layer: "fire9_concat", epsilon: 0.000001, reduction: "sum", reluScope: "all", reluPattern: "" };
  expect(parameterText(parameters)).toBe("epsilon 1e-6 · reduction sum · reluScope all");
  expect(parameterText({ bounds: [0, 255], gamma: 0.25 })).toBe("bounds [0,255] · gamma 0.25");
  expect(parameterText(null)).toBe("");
});

test("a family has one colour however it is spelled, and an unknown one is other", () => {
  expect(familyColour("ResNet")).toBe(familyColour("resnext50"));
  expect(familyColour("Darknet")).toBe("var(--family-other)");
  expect(familyFromFileName("bvlc_googlenet.onnx")).toBe("Inception");
  expect(familyFromFileName("net.onnx")).toBe("");
});

test("addresses carry uuids, and give the global id back", () => {
  const id = runIdOf("01a20d02-66fa-7631-a697-54d0bc2ae9ac");
  expect(runPath(id)).toBe("/run/01a20d02-66fa-7631-a697-54d0bc2ae9ac");
  expect(clusterPath(id, { image: "image:default:0a", method: "grad-cam" })).toMatch(
    /cluster\?image=0a&method=grad-cam$/,
  );
  expect(heatmapPicture("heatmap:default:0b", { colormap: "inferno", normalisation: "p99", size: 224 })).toBe(
    "/p/default/heatmap/0b.png?colormap=inferno&normalisation=p99&size=224",
  );
});
