import { describe, expect, test } from "vitest";
import { keyOfModel, modelOfSideFile, readSideFile } from "../../apps/web/upload/side-file.ts";

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
