import { describe, expect, test } from "vitest";
import { keyOfModel, modelOfSideFile, readSideFile } from "../../apps/web/upload/side-file.ts";
import { sortModelTexts } from "../../apps/web/upload/sort-model-texts.ts";

const read = (json: unknown) => readSideFile(JSON.stringify(json), "net.json");

describe("a side file", () => {
  test("gives its facts by their names", () => {
    expect(
      read({
        name: "GoogLeNet",
        family: "Inception",
        inputWidth: 224,
        inputHeight: 200,
        mean: [123, 117, 104],
        std: 1,
        standardise: "fixed",
        channelOrder: "BGR",
        labels: ["cat", "dog"],
        targetLayer: "inception_5b_output",
      }),
    ).toEqual({
      facts: {
        name: "GoogLeNet",
        family: "Inception",
        inputWidth: 224,
        inputHeight: 200,
        mean: [123, 117, 104],
        std: [1, 1, 1],
        standardise: "fixed",
        channelOrder: "bgr",
        labels: ["cat", "dog"],
        targetLayer: "inception_5b_output",
      },
    });
  });

  test("may give the size as one number or as width and height", () => {
    expect(read({ size: 299 })).toEqual({ facts: { inputWidth: 299, inputHeight: 299 } });
    expect(read({ size: [320, 240] })).toEqual({ facts: { inputWidth: 320, inputHeight: 240 } });
  });

  test("spells per-image as design.md does", () => {
    expect(read({ standardise: "per-image" })).toEqual({ facts: { standardise: "per_image" } });
  });

  test("may name a label set", () => {
    expect(read({ labels: "ImageNet-1k" })).toEqual({ facts: { labels: "ImageNet-1k" } });
  });

  test("is refused with the names of all facts that cannot be read", () => {
    const answer = read({ mean: [1, 2], std: [1, 0, 1], size: -3, note: { left: "alone" } });
    expect(answer).toHaveProperty("refusal", expect.stringMatching(/^net\.json .*mean.*std.*size/));
    expect(answer).not.toHaveProperty("refusal", expect.stringContaining("note"));
  });

  test("that is no JSON object is refused in one sentence", () => {
    expect(readSideFile("mean: 3", "net.json")).toEqual({
      refusal: "net.json is not a JSON object, so its facts cannot be read.",
    });
    expect(readSideFile("[1]", "net.json")).toHaveProperty("refusal");
  });
});

test("a model and its side file find each other by name, whatever the case", () => {
  for (const name of ["ResNet50.json", "resnet50.onnx.json"])
    expect(modelOfSideFile(name)).toBe(keyOfModel("resnet50.ONNX"));
});

describe("texts dropped with models are told apart", () => {
  const text = (name: string, value: unknown) => ({ name, bytes: 1, text: JSON.stringify(value) });

  test("as side files by the models' names, and as labels by what they hold", () => {
    const texts = [text("net.json", { family: "ResNet" }), text("classes.json", ["cat", "dog"])];
    const { sides, labels, refused } = sortModelTexts(texts, new Set(["net"]));
    expect([...sides]).toEqual([["net", { family: "ResNet" }]]);
    expect(labels).toEqual([["cat", "dog"]]);
    expect(refused).toEqual([]);
  });

  test("as the side file of a model that is still to come", () => {
    expect([...sortModelTexts([text("later.json", { size: 32 })], new Set()).sides.keys()]).toEqual(["later"]);
  });

  test("and refused where they are neither, also when a model's side file is a mere list", () => {
    expect(sortModelTexts([text("net.json", ["cat", "dog"])], new Set(["net"])).refused).toHaveLength(1);
    const [refused] = sortModelTexts([{ name: "notes.txt", bytes: 5, text: "hello" }], new Set()).refused;
    expect(refused!.reason).toBe("notes.txt holds no list of labels: give one name a line, or a JSON list of names.");
  });
});
