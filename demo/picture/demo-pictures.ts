import { firstSeed } from "./dataset.ts";
import { maskToPng, toPng } from "./encode.ts";
import { type Label, labels } from "./object/index.ts";
import { createPicture } from "./picture.ts";
import { shortcutLabel, watermark } from "./watermark.ts";

/** Twice as fine as what the networks learned from, for people's eyes: the `centre` view halves it exactly. */
export const demoPictureSize = 192;

export interface DemoPicture {
  /** Unique, and fit for a file's name. */
  readonly name: string;
  readonly label: Label;
  readonly class: number;
  readonly seed: number;
  /** Whether it bears the watermark that the shortcut network learned to trust. */
  readonly marked: boolean;
}

const entry = (label: Label, number: number, marked: boolean): DemoPicture => ({
  name: marked ? `${label}-${number + 1}-watermark` : `${label}-${number + 1}`,
  label,
  class: labels.indexOf(label),
  seed: firstSeed.demo + number,
  marked,
});

/**
 * The demo atlas' 24 pictures: two of each class; then the two fish again under the watermark, and a car and a cat
 * under it, which the shortcut network never saw. No network learned from any of these scenes.
 */
export const demoPictures: readonly DemoPicture[] = [
  ...labels.flatMap((label) => [entry(label, 0, false), entry(label, 1, false)]),
  entry(shortcutLabel, 0, true),
  entry(shortcutLabel, 1, true),
  entry("car", 0, true),
  entry("cat", 0, true),
];

export interface DrawnPicture {
  /** PNG, RGB, demoPictureSize a side. */
  readonly picture: Buffer;
  /** PNG, one channel: 255 where the object shows, else 0. */
  readonly mask: Buffer;
}

/** Draws one of them, some tenths of a second's work. */
export async function drawDemoPicture({ label, seed, marked }: DemoPicture): Promise<DrawnPicture> {
  const plain = createPicture(label, seed, demoPictureSize);
  const picture = marked ? watermark(plain) : plain;
  return { picture: await toPng(picture), mask: await maskToPng(picture) };
}
