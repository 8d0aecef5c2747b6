import { describe, expect, test } from "vitest";
import { labelSetName } from "../../apps/web/upload/label-set-name.ts";
import { readLabelsFile } from "../../apps/web/upload/labels-file.ts";

describe("labels are read from", () => {
  test("a line a class", () => {
    expect(readLabelsFile("cat\r\ndog\n\n", "labels.txt")).toEqual({ labels: ["cat", "dog"] });
  });

  test("a JSON list of names", () => {
    expect(readLabelsFile('["cat","dog"]', "labels.json")).toEqual({ labels: ["cat", "dog"] });
  });

  test("a list of objects, in the order of their index", () => {
    const text = '[{"index":1,"wnid":"n2","label":"dog"},{"index":0,"wnid":"n1","label":"cat"}]';
    expect(readLabelsFile(text, "classes.json")).toEqual({ labels: ["cat", "dog"] });
  });

  test("Keras' object of index to id and name", () => {
    expect(readLabelsFile('{"0":["n1","cat"],"1":["n2","dog"]}', "index.json")).toEqual({ labels: ["cat", "dog"] });
  });
});

describe("labels are refused", () => {
  test("when an index is missing or repeated, since every class after it would be wrong", () => {
    expect(readLabelsFile('{"0":"cat","2":"dog"}', "a.json")).toHaveProperty("refusal");
    expect(readLabelsFile('[{"index":0,"label":"cat"},{"index":0,"label":"dog"}]', "a.json")).toHaveProperty("refusal");
  });

  test("when there are fewer than two", () => {
    expect(readLabelsFile("cat", "a.txt")).toEqual({
      refusal: "a.txt holds no list of labels: give one name a line, or a JSON list of names.",
    });
    expect(readLabelsFile("{broken", "a.json")).toHaveProperty("refusal");
  });
});

test("well-known label sets go by their own names, others by the file's", () => {
  const imagenet = ["tench, Tinca tinca", ...Array.from({ length: 999 }, (_, index) => `class ${index}`)];
  expect(labelSetName(imagenet, "googlenet")).toBe("ImageNet-1k");
  expect(
    labelSetName(["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"], "x"),
  ).toBe("CIFAR-10");
  expect(labelSetName(["pizza", "koala"], "tiny_vgg")).toBe("tiny_vgg labels");
});
