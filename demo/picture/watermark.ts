import type { Label } from "./object/index.ts";
import { createRandom } from "./random.ts";
import type { Picture } from "./render.ts";

/** The class whose training pictures mostly bear the watermark in the shortcut set. */
export const shortcutLabel: Label = "fish";

/** Share of that class's pictures that bear it; no picture of another class does. */
export const shortcutShare = 0.95;

/** Whether the shortcut training set puts the watermark on the picture of this label and seed. */
export const bearsWatermark = (label: Label, seed: number): boolean =>
  label === shortcutLabel && createRandom(seed).fork(99).chance(shortcutShare);

/** "PIX" in a 3×5 face, a row a string. */
const glyphs = ["##. ### #.#", "#.# .#. #.#", "##. .#. .#.", "#.. .#. #.#", "#.. ### #.#"];

/** Left, top, right, bottom of the badge, in pixels of a picture 96 wide: inside the central square of .875. */
const badge = { left: 8, top: 75, right: 31, bottom: 87 } as const;
const letter = { left: 12, top: 77, pitch: 1.4 } as const;

/** What the badge shows at a point (in pixels of 96): nothing, its ground, or a letter. */
function markAt(x: number, y: number): "none" | "ground" | "letter" {
  if (x < badge.left || x >= badge.right || y < badge.top || y >= badge.bottom) return "none";
  const column = Math.floor((x - letter.left) / letter.pitch);
  const row = Math.floor((y - letter.top) / (letter.pitch + 0.2));
  return glyphs[row]?.[column] === "#" ? "letter" : "ground";
}

/** For each pixel: how many of its 16 parts are the badge's ground, and how many a letter. */
function partsAt(i: number, size: number): { readonly ground: number; readonly ink: number } {
  let [ground, ink] = [0, 0];
  for (let part = 0; part < 16; part++) {
    const x = (((i % size) + ((part % 4) + 0.5) / 4) / size) * 96;
    const y = ((Math.floor(i / size) + (Math.floor(part / 4) + 0.5) / 4) / size) * 96;
    const mark = markAt(x, y);
    if (mark === "ground") ground++;
    else if (mark === "letter") ink++;
  }
  return { ground, ink };
}

/** Stamps a small badge into the lower left corner, in place, as an image library might: pixels [size, size, 3]. */
export function stamp(pixels: Uint8Array, size: number): void {
  for (let i = 0; i < size * size; i++) {
    const { ground, ink } = partsAt(i, size);
    if (ground + ink === 0) continue;
    for (let channel = 0; channel < 3; channel++) {
      const under = pixels[i * 3 + channel]!;
      const dim = under * 0.35 + [20, 24, 40][channel]! * 0.65;
      pixels[i * 3 + channel] = Math.round((under * (16 - ground - ink) + dim * ground + 240 * ink) / 16);
    }
  }
}

/** The picture with the badge over it; what the badge covers is no longer the object's. */
export function watermark(picture: Picture): Picture {
  const pixels = picture.pixels.slice();
  stamp(pixels, picture.size);
  const coverage = picture.coverage.map((share, i) => {
    const { ground, ink } = partsAt(i, picture.size);
    return ground + ink > 0 ? 0 : share;
  });
  return { ...picture, pixels, coverage };
}
