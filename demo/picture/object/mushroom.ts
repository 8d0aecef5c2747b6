import { blendColours, type Colour, grey, ownColour } from "../colour.ts";
import { cylinder, ellipsoid, length2, type Point, roundCone } from "../distance.ts";
import { fold } from "../exact.ts";
import { cell } from "../noise.ts";
import type { Random } from "../random.ts";
import type { Ball, Part } from "../solid.ts";
import { type Drawing, upright } from "./pose.ts";

const caps: readonly Colour[] = [
  [0.75, 0.05, 0.03],
  [0.35, 0.18, 0.07],
  [0.75, 0.45, 0.12],
  [0.75, 0.68, 0.55],
];

interface Grown {
  readonly parts: Part[];
  readonly balls: Ball[];
}

/** One mushroom rooted at (x, 0, z), about `size` tall. */
function grow(random: Random, at: Point, size: number, cap: Colour, spot: Colour, spotted: boolean): Grown {
  const wide = size * random.range(0.34, 0.46);
  const tall = size * random.range(0.26, 0.42);
  const rim = size * random.range(0.52, 0.6);
  const stem = size * random.range(0.085, 0.13);
  const droop = random.range(0.12, 0.25);
  const seed = random.whole(0, 1e6);
  const pale = blendColours(grey(0.8), [0.7, 0.55, 0.35], random.range(0.1, 0.6));
  const skirt = random.chance(0.5);
  const stalk: Part = {
    distance: (px, py, pz) => {
      const [x, z] = [px - at[0], pz - at[2]];
      const rod = roundCone(x, py, z, [0, 0, 0], [0, rim, 0], stem * 1.35, stem * 0.85);
      return skirt ? Math.min(rod, cylinder(x, py - rim * 0.72, z, stem * 1.7, size * 0.018, 0.008)) : rod;
    },
    paint: (_x, y) => ({ colour: fold(y * 9) < 0.05 ? blendColours(pale, grey(0.2), 0.2) : pale, gloss: 0.1 }),
  };
  const hood: Part = {
    distance: (px, py, pz) => {
      const [x, y, z] = [px - at[0], py - rim, pz - at[2]];
      const dome = ellipsoid(x, y, z, wide, tall, wide);
      // Hollow below: cut by a flatter dome, so that the rim hangs and the gills show.
      return (
        Math.max(
          dome,
          -ellipsoid(x, y + tall * 0.25, z, wide * 0.97, tall * (0.25 + droop), wide * 0.97),
          -y - tall * 0.16,
        ) * 0.8
      );
    },
    paint: (px, py, pz) => {
      const [x, y, z] = [px - at[0], py - rim, pz - at[2]];
      const out = length2(x, z) / wide;
      const outside = (y * y) / (tall * tall) + out * out > 0.93;
      if (!outside)
        return {
          colour:
            fold((x / (Math.abs(x) + Math.abs(z) + 1e-6)) * 7) < 0.15 ? blendColours(pale, grey(0.2), 0.35) : pale,
          gloss: 0,
        };
      if (spotted) {
        const dot = cell((x / size) * 6.2, (z / size) * 6.2 + (y / size) * 2, seed);
        if (dot.distance < 0.2 + dot.value * 0.14) return { colour: spot, gloss: 0.1 };
      }
      return { colour: blendColours(cap, grey(0.02), 0.25 * out * out), gloss: 0.45 };
    },
  };
  const balls: Ball[] = [
    [at[0], stem, at[2], stem * 1.3],
    [at[0], rim + tall * 0.6, at[2], tall * 0.42],
  ];
  for (const [x, z] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    balls.push([at[0] + x * wide * 0.8, rim + tall * 0.1, at[2] + z * wide * 0.8, wide * 0.22]);
  }
  return { parts: [stalk, hood], balls };
}

/** One mushroom, or a big one with one or two small ones at its foot. */
export const mushroom: Drawing = (random) => {
  const cap = ownColour(random, caps, 0.6);
  const spot = ownColour(random, [grey(0.88)], 0.8);
  const spotted = random.chance(0.65);
  const grown = [grow(random, [0, 0, 0], random.range(0.85, 1), cap, spot, spotted)];
  for (let small = random.pick([0, 0, 1, 2]), side = random.pick([1, -1]); small > 0; small--, side = -side) {
    const at: Point = [side * random.range(0.3, 0.42), 0, random.range(-0.1, 0.22)];
    grown.push(grow(random, at, random.range(0.35, 0.55), cap, spot, spotted));
  }
  const solid = { parts: grown.flatMap((one) => one.parts), balls: grown.flatMap((one) => one.balls) };
  return { ...upright(solid, random.next()), roll: random.range(-0.03, 0.03) };
};
