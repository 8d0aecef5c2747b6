import type { Label } from "./object/index.ts";
import { type Picture, render } from "./render.ts";
import { createScene } from "./scene.ts";

/** Side of the pictures that the networks learn from. */
export const pictureSize = 96;

/** The picture of a class and seed, square. A larger size shows the same scene in finer detail. */
export const createPicture = (label: Label, seed: number, size: number = pictureSize): Picture =>
  render(createScene(label, seed), size);
