import { describe, expect, test } from "vitest";
import { meanDetail, meanFinding, supportedClades } from "../../apps/web/cluster/mean.prepare.ts";
import {
  readSettingAddress,
  type Setting,
  settingAddress,
  settingOptions,
  stateOf,
  usualSetting,
} from "../../apps/web/cluster/setting.prepare.ts";
import { dissentText, patternText, squaresOf } from "../../apps/web/cluster/stability-squares.prepare.ts";
import { besideAnother, comparisonPath, meanImage } from "../../apps/web/comparison/address.prepare.ts";
import { detailOf, findingOf, sideTitles, type ToldSide } from "../../apps/web/comparison/finding.prepare.ts";

const run = { id: "run:default:1", name: "First" };
const side: ToldSide = {
  run,
  method: "Grad-CAM",
  setting: usualSetting,
  image: { id: "image:default:1", name: "photos/snake.jpg", truth: "sea snake, Laticauda" },
  imageCount: 1,
};

describe("a side is called by what tells it from the other", () => {
  test.each<[string, ToldSide, [string, string]]>([
    ["its method", { ...side, method: "Guided" }, ["Grad-CAM", "Guided"]],
    ["its run", { ...side, run: { id: "run:default:2", name: "Second" } }, ["First", "Second"]],
    ["its image", { ...side, image: null, imageCount: 12 }, ["sea snake", "mean of 12 images"]],
    [
      "its setting",
      { ...side, setting: { ...usualSetting, linkage: "average" } },
      ["auto, SSIM gaussian, 1 − s, Ward", "auto, SSIM gaussian, 1 − s, average"],
    ],
    [
      "all that does",
      { ...side, method: "Guided", image: null, imageCount: 12 },
      ["Grad-CAM (sea snake)", "Guided (mean of 12 images)"],
    ],
    ["its method where nothing does", side, ["Grad-CAM", "Grad-CAM"]],
  ])("%s", (_, other, titles) => {
    expect(sideTitles(side, other)).toEqual(titles);
  });
});

describe("the finding", () => {
  test("says in a word how alike the trees are", () => {
    const word = (gamma: number | null) => findingOf(["A", "B"], gamma);
    expect(word(0.95)).toBe("A and B cluster the models alike");
    expect(word(0.6)).toBe("A and B cluster the models mostly alike");
    expect(word(0.3)).toBe("A and B cluster the models partly alike");
    expect(word(-0.4)).toBe("A and B cluster the models differently");
    expect(word(null)).toBe("A beside B");
  });

  test("has its gamma, its chance and the shared clusters beside it", () => {
    const permutation = { probability: 0.125, permutations: 24, exact: true };
    expect(detailOf({ gamma: 0.5, reason: null, permutation, shared: 1, clusters: 2 })).toBe(
      "Baker's gamma .50; with the models' names exchanged at random it is as high in 3 of all 24 ways. They share 1 of 2 clusters below the root.",
    );
    expect(
      detailOf({ gamma: null, reason: "two models make only one tree", permutation: null, shared: 0, clusters: 0 }),
    ).toBe("No Baker's gamma: two models make only one tree.");
  });
});

describe("an address", () => {
  const methods = [{ key: "vanilla" }, { key: "grad-cam" }];
  const tree = { run: run.id, methods, method: "vanilla", image: "image:default:7", setting: usualSetting };

  test("sets a tree beside that of another method, or of its run's mean where there is none", () => {
    expect(comparisonPath(besideAnother(tree))).toBe(
      "/comparison?a-run=1&a-method=vanilla&a-image=7&b-run=1&b-method=grad-cam&b-image=7",
    );
    const alone = besideAnother({ ...tree, methods: [{ key: "vanilla" }] });
    expect(alone.b).toMatchObject({ method: "vanilla", image: meanImage });
  });

  test("keeps every setting, and the usual one unsaid", () => {
    expect(settingAddress(usualSetting)).toBeUndefined();
    for (const key of Object.keys(settingOptions) as (keyof Setting)[]) {
      for (const [value] of settingOptions[key]) {
        const setting = { ...usualSetting, [key]: value };
        expect(readSettingAddress(settingAddress(setting))).toEqual(setting);
      }
    }
    for (const text of ["p99", "p99,magic,root,ward", "p99,hog,root,ward,more", ""]) {
      expect(readSettingAddress(text)).toBe(usualSetting);
    }
  });
});

describe("the settings of a run", () => {
  test("are told by all their parts; another comparison grid is another setting", () => {
    const setting = { ...usualSetting, linkage: "average" };
    const states = [
      { setting: { ...setting, grid: 112 }, plannedTrees: 1, doneTrees: 1 },
      { setting: { ...setting, grid: 224 }, plannedTrees: 2, doneTrees: 1 },
    ];
    expect(stateOf(states, setting)).toMatchObject({ plannedTrees: 2 });
    expect(stateOf(states, usualSetting)).toBeNull();
  });
});

describe("the squares of stability", () => {
  const answer = (linkage: string, measure: string, value: string | null) => ({
    ...usualSetting,
    linkage,
    measure,
    answer: value,
  });

  test("say of each setting whether what is shown stays, or that it is not computed", () => {
    const squares = squaresOf(
      [answer("ward", "hog", "no"), answer("average", "hog", "yes"), answer("ward", "iou", null)],
      "no",
    );
    expect(squares.map(({ state }) => state)).toEqual(["same", "other", "missing"]);
    expect(squares[2]!.told).toBe("auto, IoU of the top 10 %, 1 − s, Ward: not computed");
  });

  test("are put into a sentence by what those have in common that do not agree", () => {
    const told = (...answers: ReturnType<typeof answer>[]) =>
      dissentText(squaresOf([answer("single", "pearson", "no"), ...answers], "no"));
    expect(told()).toBe("");
    expect(told(answer("ward", "hog", "yes"))).toBe("The one that does not: auto, HOG, 1 − s, Ward.");
    const two = [
      { ...answer("ward", "hog", "yes"), normalisation: "p99", distance: "root" },
      { ...answer("ward", "iou", "yes"), normalisation: "minmax" },
    ];
    expect(told(...two)).toBe("The two that do not all have Ward.");
    expect(told(two[0]!, { ...two[1]!, linkage: "average" })).toBe(
      "The two that do not have no part of the setting in common.",
    );
  });

  test("are headed by the pattern's sentence", () => {
    const names = new Map([
      ["a", "Ant"],
      ["b", "Bee"],
    ]);
    expect(patternText({ joinsLast: { leaf: "a" } }, names)).toBe("Ant joins last");
    expect(patternText({ clade: { leaves: ["a", "b"] } }, names)).toBe("Ant and Bee form a clade");
    expect(patternText({ firstCluster: { leaves: ["b", "a"] } }, names)).toBe("Bee and Ant cluster first");
  });
});

describe("the mean tree", () => {
  const tree = {
    leafCount: 4,
    merges: [
      { left: 0, right: 2, height: 0.25, size: 2 },
      { left: 1, right: 4, height: 0.5, size: 3 },
      { left: 3, right: 5, height: 0.75, size: 4 },
    ],
    leafOrder: [3, 1, 0, 2],
  };
  const names = ["Ant", "Bee", "Cat", "Dog"];

  test("is told by who joins last, or by its two sides", () => {
    expect(meanFinding(tree, names, 12)).toBe("Dog explains 12 images on average unlike the other three");
    expect(meanDetail(tree, names)).toBe("It joins last, at 0.75.");
    const sides = {
      ...tree,
      merges: [
        tree.merges[0]!,
        { left: 1, right: 3, height: 0.5, size: 2 },
        { left: 4, right: 5, height: 0.75, size: 4 },
      ],
    };
    expect(meanFinding(sides, names, 1)).toBe("The models explain the one image in two ways");
    expect(meanDetail(sides, names)).toBe("Dog and Bee on one side, Ant and Cat on the other, joined at 0.75.");
  });

  test("has the support of its clades, the last merged first, where it is known", () => {
    expect(supportedClades(tree, [0.9, null, 1])).toEqual([
      { leaves: [0, 1, 2], height: 0.5, share: null },
      { leaves: [0, 2], height: 0.25, share: 0.9 },
    ]);
    expect(supportedClades(tree, null).map(({ share }) => share)).toEqual([null, null]);
  });
});
