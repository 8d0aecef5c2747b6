import { describe, expect, test } from "vitest";
import { prepareFindings } from "../../apps/web/atlas/findings.prepare.ts";
import { type FindingInput, findingDetail, findingSentence } from "../../apps/web/charts/finding.prepare.ts";

const names = ["GoogLeNet", "SqueezeNet 1.0", "SqueezeNet 1.1", "Darknet Tiny"];

const alone: FindingInput = {
  leafCount: 4,
  names,
  noun: "sea snake",
  similarities: [],
  leafOrder: [0, 3, 1, 2],
  merges: [
    { left: 1, right: 2, height: 0.2, size: 2 },
    { left: 3, right: 4, height: 0.3, size: 3 },
    { left: 0, right: 5, height: 0.62, size: 4 },
  ],
};

const halves: FindingInput = {
  ...alone,
  leafOrder: [0, 3, 1, 2],
  merges: [
    { left: 1, right: 2, height: 0.2, size: 2 },
    { left: 0, right: 3, height: 0.3, size: 2 },
    { left: 4, right: 5, height: 0.5, size: 4 },
  ],
};

const says = (label: string, probability = 0.9) => ({ label, probability });

describe("the title says", () => {
  test("which model stands alone", () => {
    expect(findingSentence(alone)).toBe("GoogLeNet explains this sea snake unlike the other three");
  });

  test("that there are two ways where no single model joins last", () => {
    expect(findingSentence(halves)).toBe("The models explain this sea snake in two ways");
  });

  test("how similar two models are, since two make no tree worth a name", () => {
    const two = {
      ...alone,
      leafCount: 2,
      names: names.slice(0, 2),
      leafOrder: [0, 1],
      merges: [{ left: 0, right: 1, height: 0.55, size: 2 }],
    };
    expect(
      findingSentence({
        ...two,
        similarities: [
          [1, 0.45],
          [0.45, 1],
        ],
      }),
    ).toBe("GoogLeNet and SqueezeNet 1.0 explain this sea snake with a similarity of .45");
  });

  test("picture, where nobody said what is to be seen", () => {
    expect(findingSentence({ ...alone, noun: null })).toBe("GoogLeNet explains this picture unlike the other three");
  });
});

describe("the line below says", () => {
  test("where the joiner joins, and that all models agree", () => {
    const all = names.map(() => says("sea snake"));
    expect(findingDetail(alone, all)).toBe("It joins last, at 0.62. All four models say sea snake.");
  });

  test("who is in which half", () => {
    expect(findingDetail(halves, [])).toBe(
      "GoogLeNet and Darknet Tiny on one side, SqueezeNet 1.0 and SqueezeNet 1.1 on the other, joined at 0.50.",
    );
  });

  test("the majority, then the others", () => {
    const votes = [says("gar"), says("eel"), says("eel"), says("eel")];
    expect(findingDetail(alone, votes)).toBe(
      "It joins last, at 0.62. Three of four models say eel; the other says gar.",
    );
    const more = [says("gar"), says("eel"), says("eel"), says("gar"), says("pike")];
    expect(findingDetail(alone, more)).toContain("Two of five models say gar; the others say eel and pike.");
  });

  test("every answer where no two agree", () => {
    const votes = ["limousine", "minivan", "minibus", "toaster"].map((label) => says(label));
    expect(findingDetail(alone, votes)).toContain(
      "No two models say the same: limousine, minivan, minibus and toaster.",
    );
  });
});

describe("the atlas tells", () => {
  const found = { ...alone, imageId: "image:default:1", rootHeight: 0.62 };

  test("nothing of trees without a last joiner", () => {
    expect(prepareFindings([{ ...halves, imageId: "image:default:2", rootHeight: 0.5 }], 3)).toEqual([]);
  });

  test("each model once, by the tree that sets it apart most", () => {
    const nearer = {
      ...found,
      imageId: "image:default:3",
      merges: found.merges.map((merge, at) => (at === 1 ? { ...merge, height: 0.6 } : merge)),
    };
    expect(prepareFindings([nearer, found], 3).map(({ tree }) => tree.imageId)).toEqual(["image:default:1"]);
  });
});
