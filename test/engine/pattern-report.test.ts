import { describe, expect, it } from "vitest";
import { linkage, type Merge, pairIndex } from "../../packages/engine/src/clustering/index.ts";
import {
  evaluatePattern,
  forestFromMerges,
  leafSetOf,
  type Observations,
  type Pattern,
  parsePattern,
  patternFrequency,
  printPattern,
} from "../../packages/engine/src/pattern/index.ts";

const names = ["AlexNet", "Inception V3", "ResNet152", "DenseNet161", "VGG19", "SqueezeNet1_0"] as const;
const leaves = leafSetOf(names);
const short = { A: 0, I: 1, R: 2, D: 3, V: 4, S: 5 } as const;

/** A drawn dendrogram: a letter is a leaf, a list is what joins at this height. */
type Drawing = keyof typeof short | readonly [number, Drawing, Drawing];

/** The tree of a drawing, by average linkage of the distances that it shows. */
function treeOf(drawing: Drawing): Merge[] {
  const distances = new Float64Array(15);
  const leavesOf = (node: Drawing): number[] =>
    typeof node === "string" ? [short[node]] : [...leavesOf(node[1]), ...leavesOf(node[2])];
  const fill = (node: Drawing): void => {
    if (typeof node === "string") return;
    const [height, left, right] = node;
    for (const a of leavesOf(left)) for (const b of leavesOf(right)) distances[pairIndex(6, a, b)] = height;
    fill(left);
    fill(right);
  };
  fill(drawing);
  return linkage(distances, 6, "average");
}

/** So many images of each drawing. */
function images(...counts: readonly (readonly [number, Drawing])[]): Observations {
  const trees = counts.flatMap(([count, drawing]) => Array.from({ length: count }, () => treeOf(drawing)));
  return { leafSet: leaves, images: trees.length, forest: forestFromMerges(trees, 6) };
}

const inner: Drawing = [0.5, [0.3, [0.2, "R", "D"], "V"], "S"];

/** For each method of the report, twelve dendrograms that show what its Table 4.13 counts. */
const methods = {
  guided: images(
    [6, [0.9, [0.7, inner, "A"], "I"]],
    [5, [0.9, [0.7, [0.5, [0.3, [0.2, "R", "D"], "A"], "S"], "V"], "I"]],
    [1, [0.9, [0.7, inner, "I"], "A"]],
  ),
  deconvnet: images(
    [11, [0.9, [0.8, [0.7, [0.6, [0.5, "R", "D"], "V"], "S"], "A"], "I"]],
    [1, [0.9, [0.8, [0.7, [0.6, [0.4, "R", "D"], "V"], "S"], "A"], "I"]],
  ),
  gradCam: images(
    [7, [0.9, [0.6, [0.3, [0.2, "I", "R"], "D"], [0.5, "V", "S"]], "A"]],
    [2, [0.9, [0.4, [0.2, "D", "R"], "I"], [0.8, [0.6, "V", "S"], "A"]]],
    [1, [0.9, [0.5, [0.4, [0.2, "V", "S"], "R"], [0.3, "D", "I"]], "A"]],
    [2, [0.9, [0.6, [0.3, [0.2, "V", "R"], "D"], [0.5, "A", "S"]], "I"]],
  ),
  guidedGradCam: images(
    [6, [0.9, [0.7, inner, "A"], "I"]],
    [2, [0.9, inner, [0.7, "A", "I"]]],
    [3, [0.9, [0.7, [0.5, [0.3, [0.2, "S", "D"], "V"], "R"], "A"], "I"]],
    [1, [0.9, [0.7, [0.5, [0.3, "S", "D"], [0.2, "R", "V"]], "I"], "A"]],
  ),
};

const rows: [keyof typeof methods, string, Pattern, number][] = [
  ["guided", "Inception V3 joins last", { joinsLast: { leaf: "Inception V3" } }, 11],
  [
    "guided",
    "AlexNet joins second to last and Inception V3 joins last",
    { all: [{ joinsAt: { leaf: "AlexNet", rank: 2 } }, { joinsLast: { leaf: "Inception V3" } }] },
    6,
  ],
  ["deconvnet", "no two explain alike above 50 % of the root", { noneAlike: { share: 0.5 } }, 11],
  [
    "gradCam",
    "Inception V3, ResNet152 and DenseNet161 cluster first",
    { firstCluster: { leaves: ["Inception V3", "ResNet152", "DenseNet161"] } },
    9,
  ],
  ["gradCam", "AlexNet joins last", { joinsLast: { leaf: "AlexNet" } }, 8],
  [
    "guidedGradCam",
    "ResNet152, DenseNet161 and VGG19 cluster first",
    { firstCluster: { leaves: ["ResNet152", "DenseNet161", "VGG19"] } },
    8,
  ],
  ["guidedGradCam", "Inception V3 joins last", { joinsLast: { leaf: "Inception V3" } }, 9],
  ["guidedGradCam", "AlexNet and Inception V3 join last", { lastToJoin: { leaves: ["AlexNet", "Inception V3"] } }, 12],
];

describe("the report's Table 4.13", () => {
  it.each(rows)("%s: %s", (method, sentence, pattern, k) => {
    expect(printPattern(pattern, leaves)).toBe(sentence);
    expect(parsePattern(sentence, leaves)).toEqual(pattern);
    expect(patternFrequency(pattern, methods[method])).toMatchObject({ k, n: 12, unknown: 0, holds: k > 6 });
  });

  /** Twelve images × six models; the first `count` images have `low` for the model, all else is .5. */
  const numbers = (leaf: number, count: number, value: number) =>
    Float64Array.from({ length: 72 }, (_, cell) => (cell % 6 === leaf && cell < count * 6 ? value : 0.5));

  it("Grad-CAM, by eye: AlexNet highlights what is not the object", () => {
    const observations = { ...methods.gradCam, offObject: numbers(short.A, 7, 0.8) };
    const pattern = parsePattern("AlexNet is more than 60 % off the object", leaves);
    expect(pattern).toEqual({ offObject: { leaf: "AlexNet", share: 0.6 } });
    expect(patternFrequency(pattern, observations)).toMatchObject({ k: 7, n: 12, unknown: 0 });
  });

  it("Grad-CAM, by eye: SqueezeNet highlights a much smaller area than the others", () => {
    const observations = { ...methods.gradCam, areas: numbers(short.S, 12, 0.1) };
    const pattern = parsePattern("SqueezeNet1_0 has the smallest area", leaves);
    expect(pattern).toEqual({ smallestArea: { leaf: "SqueezeNet1_0" } });
    expect(patternFrequency(pattern, observations)).toMatchObject({ k: 12, n: 12, unknown: 0 });
  });

  it("keeps 12 of 16 images where four are not eligible", () => {
    const sixteen = images([11, [0.9, [0.7, inner, "A"], "I"]], [5, [0.9, [0.7, inner, "I"], "A"]]);
    const eligible = Uint8Array.from({ length: 16 }, (_, image) => (image < 12 ? 1 : 0));
    const pattern: Pattern = { joinsLast: { leaf: "Inception V3" } };
    expect(patternFrequency(pattern, sixteen, eligible)).toMatchObject({ k: 11, n: 12 });
    expect([...evaluatePattern(pattern, sixteen)].filter((answer) => answer === 2)).toHaveLength(11);
  });
});
