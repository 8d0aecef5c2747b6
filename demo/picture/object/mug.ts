import { anyColour, blendColours, type Colour, grey } from "../colour.ts";
import { box, cylinder, ring } from "../distance.ts";
import { fold } from "../exact.ts";
import type { Random } from "../random.ts";
import type { Ball, Paint, Part } from "../solid.ts";
import type { Drawing } from "./pose.ts";

type Glaze = (x: number, y: number, z: number) => Colour;

function glaze(random: Random, height: number): Glaze {
  const base = anyColour(random);
  const other = anyColour(random);
  const kind = random.whole(0, 3);
  if (kind === 0) return () => base;
  if (kind === 1) return (_x, y) => (y > height * 0.35 && y < height * 0.68 ? other : base);
  if (kind === 2) return (_x, y) => (fold(y * 4.5) < 0.13 ? other : base);
  return (_x, y) => blendColours(base, other, y / height);
}

/** A cup with one ear, filled or not; now and then lying on its side. */
export const mug: Drawing = (random) => {
  const height = random.range(0.62, 0.9);
  const radius = random.range(0.28, 0.38);
  const wall = 0.035;
  const colour = glaze(random, height);
  const inside = random.chance(0.6) ? grey(0.8) : anyColour(random);
  const drink = random.pick<Colour>([
    [0.1, 0.04, 0.015],
    [0.42, 0.2, 0.05],
    [0.75, 0.62, 0.45],
  ]);
  const gloss = random.range(0.3, 0.9);
  const ear = random.range(0.19, 0.26) * height + 0.03;
  const square = random.chance(0.3);
  const lying = random.chance(0.15);
  const outer = (x: number, y: number, z: number): number => cylinder(x, y - height / 2, z, radius, height / 2, 0.03);
  const body: Part = {
    distance: (x, y, z) =>
      Math.max(outer(x, y, z), -cylinder(x, y - height / 2 - 0.07, z, radius - wall, height / 2, 0.02)),
    paint: (x, y, z): Paint => {
      const within = x * x + z * z < (radius - wall / 2) * (radius - wall / 2) && y > 0.03;
      return { colour: within ? inside : colour(x, y, z), gloss };
    },
  };
  const loop = (x: number, y: number, z: number): number => {
    if (!square) return ring(x, y, z, ear, 0.045);
    return Math.max(
      box(x, y, z, ear + 0.03, ear + 0.04, 0.045, 0.04),
      -box(x, y, z, ear - 0.055, ear - 0.045, 1, 0.02),
    );
  };
  const handle: Part = {
    distance: (x, y, z) => Math.max(loop(x - radius, y - height * 0.5, z), -outer(x, y, z) - wall),
    paint: (x, y, z) => ({ colour: colour(x, y, z), gloss }),
  };
  const parts = [body, handle];
  if (!lying && random.chance(0.75)) {
    const level = height * random.range(0.72, 0.86);
    parts.push({
      distance: (x, y, z) => cylinder(x, y - level, z, radius - wall + 0.005, 0.01, 0.002),
      paint: () => ({ colour: drink, gloss: 0.6 }),
    });
  }
  const rim: Ball[] = [];
  for (const y of [0.03, height - 0.03]) {
    for (const [x, z] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
      [0.7, 0.7],
      [-0.7, 0.7],
      [0.7, -0.7],
      [-0.7, -0.7],
    ] as const) {
      rim.push([x * (radius - 0.03), y, z * (radius - 0.03), 0.03]);
    }
  }
  rim.push([radius + ear, height * 0.5, 0, 0.05], [radius + ear * 0.7, height * 0.5 + ear * 0.7, 0, 0.05]);
  rim.push([radius + ear * 0.7, height * 0.5 - ear * 0.7, 0, 0.05]);
  // The ear is turned to where it can be seen: left, right, or towards the viewer, seldom behind.
  const yaw = random.pick([0, 0.5]) + random.range(-0.13, 0.13);
  return {
    solid: { parts, balls: rim },
    yaw,
    lean: lying ? random.range(0.1, 0.2) : 0,
    roll: lying ? 0 : random.range(-0.02, 0.02),
    lift: 0,
  };
};
