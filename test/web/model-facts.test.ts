import { describe, expect, test } from "vitest";
import {
  draftFacts,
  missingFacts,
  presetIdOf,
  shareFacts,
  toFacts,
  withFittingLabels,
  withOfferedLabels,
} from "../../apps/web/upload/model-facts.ts";

const admitted = { classCount: 2, inputWidth: 224, inputHeight: 224, targetLayer: "fire9_concat" };
const whole = {
  name: "Net",
  family: "SqueezeNet",
  mean: [1, 2, 3] as [number, number, number],
  std: [4, 5, 6] as [number, number, number],
  labels: ["cat", "dog"],
};
const sets = [{ id: "label-set:default:1", name: "Pets", classCount: 2 }];

describe("the form starts", () => {
  test("from the file's own name, size and family", () => {
    expect(draftFacts("squeezenet1_1.onnx", admitted, {})).toMatchObject({
      name: "squeezenet1_1",
      family: "SqueezeNet",
      inputWidth: "224",
      mean: ["", "", ""],
      labels: null,
    });
  });

  test("from the side file first", () => {
    expect(draftFacts("squeezenet1_1.onnx", admitted, { family: "Other" }).family).toBe("Other");
  });

  test("with the label set that the side file names, and with no other in its place", () => {
    const draft = draftFacts("a.onnx", admitted, { ...whole, labels: "Pets" });
    expect(withFittingLabels(draft, 2, sets).labels).toEqual({ setId: "label-set:default:1" });
    const unknown = withFittingLabels({ ...draft, namedSet: "Birds" }, 2, sets);
    expect(missingFacts(unknown, 2)).toEqual({
      labels: 'There is no label set "Birds" of 2 classes: choose another one, or drop the labels.',
    });
  });

  test("with the one label set that has as many classes, and with none of several", () => {
    const draft = draftFacts("a.onnx", admitted, {});
    expect(withFittingLabels(draft, 2, sets).labels).toEqual({ setId: "label-set:default:1" });
    expect(withFittingLabels(draft, 2, [...sets, { ...sets[0]!, id: "label-set:default:2" }]).labels).toBeNull();
    expect(withFittingLabels(draft, 3, sets).labels).toBeNull();
  });
});

describe("a model is added", () => {
  test("without a form when its side file tells everything", () => {
    expect(missingFacts(draftFacts("a.onnx", admitted, whole), 2)).toEqual({});
  });

  test("not before every missing fact is given", () => {
    const missing = missingFacts(draftFacts("a.onnx", { ...admitted, inputWidth: null }, {}), 2);
    expect(Object.keys(missing).sort()).toEqual(["family", "inputWidth", "labels", "mean", "std"]);
  });

  test("not with labels of another count, and the sentence says both counts", () => {
    expect(missingFacts(draftFacts("a.onnx", { ...admitted, classCount: 1000 }, whole), 1000).labels).toBe(
      "The model has 1,000 outputs, but the file lists 2 labels.",
    );
  });

  test("without mean and deviation when each picture is standardised by itself", () => {
    const draft = draftFacts("a.onnx", admitted, { ...whole, standardise: "per_image" });
    expect(missingFacts({ ...draft, mean: ["", "", ""] }, 2)).toEqual({});
    expect(toFacts({ ...draft, mean: ["", "", ""] })).toMatchObject({ mean: [0, 0, 0], std: [1, 1, 1] });
  });
});

test("labels dropped as a file go to the models with as many outputs, and the newest file wins", () => {
  const draft = draftFacts("a.onnx", admitted, {});
  const offered = [
    ["old", "ones"],
    ["cat", "dog"],
    ["a", "b", "c"],
  ];
  expect(withOfferedLabels(draft, 2, offered).labels).toMatchObject({ labels: ["cat", "dog"] });
  expect(withOfferedLabels(draft, 4, offered)).toBe(draft);
});

test("sharing facts copies scaling, and labels only to models with as many outputs", () => {
  const from = { draft: draftFacts("a.onnx", admitted, whole), classCount: 2 };
  const empty = draftFacts("b.onnx", admitted, {});
  expect(shareFacts(from, { draft: empty, classCount: 2 })).toMatchObject({
    name: "b",
    mean: ["1", "2", "3"],
    labels: from.draft.labels,
  });
  expect(shareFacts(from, { draft: empty, classCount: 3 }).labels).toBeNull();
});

test("a preset is recognised by its numbers", () => {
  expect(presetIdOf({ mean: ["0", "0", "0"], std: ["255", "255", "255"] })).toBe("unit");
  expect(presetIdOf({ mean: ["123.675", "116.28", "103.53"], std: ["58.395", "57.12", "57.375"] })).toBe("torchvision");
  expect(presetIdOf({ mean: ["9", "0", "0"], std: ["255", "255", "255"] })).toBe("custom");
  expect(presetIdOf({ mean: ["", "", ""], std: ["", "", ""] })).toBe("");
});
