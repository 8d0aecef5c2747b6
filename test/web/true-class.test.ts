import { describe, expect, test } from "vitest";
import { commonFolder, isPictureName } from "../../apps/web/upload/picture-files.ts";
import { createClassGuesser } from "../../apps/web/upload/true-class.ts";

const labels = [
  "cab, hack, taxi, taxicab",
  "sea snake",
  "thunder snake, worm snake",
  "snake",
  "kit fox, Vulpes macrotis",
  "crane",
  "crane",
];
const guess = createClassGuesser(labels);

describe("the true class is proposed", () => {
  test("from the folder's name", () => {
    expect(guess("kit_fox/0001.jpg")).toEqual({ index: 4, label: "kit fox, Vulpes macrotis" });
  });

  test("from the file's name, past numbering and WordNet ids", () => {
    expect(guess("eli_n01751748_sea_snake.jpg")?.index).toBe(1);
    expect(guess("n02930766-taxi-12.jpg")?.index).toBe(0);
  });

  test("from the longest label that fits", () => {
    expect(guess("sea snake.png")?.index).toBe(1);
    expect(guess("snake.png")?.index).toBe(3);
  });

  test("from the folder rather than the file", () => {
    expect(guess("cab/sea_snake.jpg")?.index).toBe(0);
  });

  test("as the first of two classes of one name", () => {
    expect(guess("crane.jpg")?.index).toBe(5);
  });
});

test("no class is proposed for a part of a word or an unknown name", () => {
  expect(guess("cable.jpg")).toBeNull();
  expect(guess("holiday/IMG_0001.jpg")).toBeNull();
});

test("an image set is suggested only by a folder that holds everything", () => {
  expect(commonFolder(["photos/a/1.jpg", "photos/2.jpg"])).toBe("photos");
  expect(commonFolder(["a/1.jpg", "b/2.jpg"])).toBeNull();
  expect(commonFolder(["1.jpg"])).toBeNull();
});

test("files that call themselves pictures are sent, others are not", () => {
  expect(["a.JPG", "b.jfif", "c.webp"].every(isPictureName)).toBe(true);
  expect(["a.txt", "b.onnx", "jpg"].some(isPictureName)).toBe(false);
});
