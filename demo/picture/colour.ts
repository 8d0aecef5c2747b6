import { clamp, mix } from "./exact.ts";
import type { Random } from "./random.ts";

/** Linear light, 0–1 for a surface's reflectance. */
export type Colour = readonly [red: number, green: number, blue: number];

/** From hue (turns), saturation and value, all 0–1. */
export function fromHue(hue: number, saturation: number, value: number): Colour {
  const channel = (offset: number): number => {
    const place = (hue + offset - Math.floor(hue + offset)) * 6;
    return value * (1 - saturation * clamp(Math.min(place, 4 - place), 0, 1));
  };
  return [channel(5 / 6), channel(3 / 6), channel(1 / 6)];
}

export const grey = (value: number): Colour => [value, value, value];

export const blendColours = (from: Colour, to: Colour, share: number): Colour => [
  mix(from[0], to[0], share),
  mix(from[1], to[1], share),
  mix(from[2], to[2], share),
];

export const scaleColour = (colour: Colour, factor: number): Colour => [
  colour[0] * factor,
  colour[1] * factor,
  colour[2] * factor,
];

/**
 * A paint that any object may wear, so that colour says little of the class: vivid, muted, dark, pale.
 * Values are linear, and look lighter on screen than the numbers suggest.
 */
export function anyColour(random: Random): Colour {
  const hue = random.next();
  const kind = random.next();
  if (kind < 0.5) return fromHue(hue, random.range(0.75, 0.97), random.range(0.45, 0.9));
  if (kind < 0.7) return fromHue(hue, random.range(0.35, 0.7), random.range(0.2, 0.5));
  if (kind < 0.82) return fromHue(hue, random.range(0.2, 0.6), random.range(0.05, 0.14));
  return fromHue(hue, random.range(0.05, 0.25), random.range(0.65, 0.9));
}

/** Usually one of the object's own colours, else any. */
export function ownColour(random: Random, own: readonly Colour[], share: number): Colour {
  if (!random.chance(share)) return anyColour(random);
  const colour = random.pick(own);
  const light = random.range(0.75, 1.2);
  return scaleColour(colour, light);
}
