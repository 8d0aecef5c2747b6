import { blendColours, type Colour, grey, ownColour } from "../colour.ts";
import { box } from "../distance.ts";
import { fold } from "../exact.ts";
import { noise2 } from "../noise.ts";
import type { Random } from "../random.ts";
import type { Ball, Paint, Part } from "../solid.ts";
import { type Drawing, upright } from "./pose.ts";

const walls: readonly Colour[] = [grey(0.8), [0.8, 0.65, 0.4], [0.5, 0.16, 0.09], [0.35, 0.5, 0.65], [0.75, 0.45, 0.4]];
const roofs: readonly Colour[] = [
  [0.45, 0.1, 0.05],
  [0.12, 0.12, 0.15],
  [0.3, 0.16, 0.08],
  [0.1, 0.2, 0.14],
];

type Facade = (across: number, y: number) => Colour;

function facade(random: Random): Facade {
  const base = ownColour(random, walls, 0.65);
  const joint = blendColours(base, grey(0.1), 0.4);
  const seed = random.whole(0, 1e6);
  const kind = random.whole(0, 2);
  return (across, y) => {
    if (kind === 0) return base;
    if (kind === 1) return fold(y * 16) > 0.42 ? joint : base;
    const row = Math.floor(y * 18);
    const stone = noise2(Math.floor(across * 9 + (row % 2) / 2) * 3.7, row * 5.3, seed);
    const gap = fold(y * 18 - 0.5) > 0.42 || fold(across * 9 + (row % 2) / 2 - 0.5) > 0.45;
    return gap ? joint : blendColours(base, grey(0.05), stone * 0.35);
  };
}

/** A small house with a gable roof: door and windows on every side, and a chimney. */
export const house: Drawing = (random) => {
  const hx = random.range(0.3, 0.42);
  const hz = random.range(0.26, 0.32);
  const eaves = random.range(0.36, 0.48);
  const rise = random.range(0.24, 0.36);
  const wall = facade(random);
  const roofColour = ownColour(random, roofs, 0.7);
  const trim = ownColour(random, [grey(0.85), [0.2, 0.1, 0.05]], 0.8);
  const door = ownColour(
    random,
    [
      [0.25, 0.1, 0.04],
      [0.05, 0.2, 0.12],
      [0.5, 0.05, 0.05],
    ],
    0.8,
  );
  const lit = random.chance(0.3);
  const pane: Colour = lit ? [0.95, 0.75, 0.3] : [0.06, 0.1, 0.15];
  const columns = random.whole(1, 2);
  const overhang = 0.05;
  // The gable lies in the z–y plane; the roof's slope has this normal.
  const slope = Math.sqrt(rise * rise + hz * hz);
  const gable = (y: number, z: number): number => ((y - eaves - rise) * hz + Math.abs(z) * rise) / slope;
  const window = (across: number, y: number, at: number, low: number): number =>
    Math.max(Math.abs(across - at) - 0.055, Math.abs(y - low - 0.07) - 0.07);
  const opening = (across: number, y: number, half: number, doorAt: number): Paint | undefined => {
    const doorway = Math.max(Math.abs(across - doorAt) - 0.06, y - 0.22);
    if (doorway < 0) return { colour: doorway > -0.014 ? trim : door, gloss: 0.3 };
    let nearest = 9;
    for (let i = -columns; i <= columns; i++) {
      const at = (i / (columns + 0.35)) * half;
      if (Math.abs(at - doorAt) > 0.1) nearest = Math.min(nearest, window(across, y, at, 0.14));
    }
    if (nearest > 0.016) return undefined;
    const bar = nearest < 0 && fold((y - 0.14) / 0.14) > 0.06 && nearest > -0.0465 && nearest < -0.004;
    return bar ? { colour: pane, gloss: 0.9 } : { colour: trim, gloss: 0.3 };
  };
  const body: Part = {
    distance: (x, y, z) => Math.max(box(x, y - 0.5, z, hx, 0.5, hz, 0.005), gable(y, z) + 0.02),
    paint: (x, y, z): Paint => {
      const long = Math.abs(z) > hz - 0.01;
      const found = long ? opening(x, y, hx, z > 0 ? 0 : 9) : opening(z, y, hz, x > 0 ? 9 : 0);
      if (found) return found;
      if (!long && Math.max(Math.abs(z), Math.abs(y - eaves - 0.06)) < 0.05) return { colour: pane, gloss: 0.9 };
      return { colour: wall(long ? x : z, y), gloss: 0.05 };
    },
  };
  const roof: Part = {
    distance: (x, y, z) =>
      Math.max(
        Math.abs(gable(y, z)) - 0.025,
        Math.abs(x) - hx - overhang,
        Math.abs(z) - hz - overhang,
        eaves - 0.07 - y,
      ),
    paint: (x, y) => {
      const row = Math.floor(y * 22);
      const dark = fold(y * 22 - 0.5) > 0.38 || fold(x * 11 + (row % 2) / 2) < 0.05;
      return { colour: dark ? blendColours(roofColour, grey(0.01), 0.5) : roofColour, gloss: 0.15 };
    },
  };
  const parts = [body, roof];
  const balls: Ball[] = [1, -1].flatMap((sx) => [
    ...[1, -1].flatMap((sz): Ball[] => [
      [sx * (hx - 0.02), 0.02, sz * (hz - 0.02), 0.02],
      [sx * (hx + overhang - 0.02), eaves - 0.02, sz * (hz + overhang - 0.02), 0.03],
    ]),
    [sx * (hx + overhang - 0.02), eaves + rise, 0, 0.03] as const,
  ]);
  if (random.chance(0.7)) {
    const at = hx * random.range(0.35, 0.6) * random.pick([1, -1]);
    const top = eaves + rise + random.range(0.04, 0.14);
    parts.push({
      distance: (x, y, z) => box(x - at, y - top + 0.2, z + hz * 0.35, 0.055, 0.2, 0.055, 0.006),
      paint: (x, y) => ({ colour: y > top - 0.035 ? grey(0.15) : wall(x, y), gloss: 0.05 }),
    });
    balls.push([at, top - 0.05, -hz * 0.35, 0.08]);
  }
  return upright({ parts, balls }, random.range(-0.12, 0.12) + random.pick([0, 0, 0.08, -0.08, 0.25]));
};
