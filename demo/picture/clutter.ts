import { anyColour, blendColours, type Colour, fromHue, grey } from "./colour.ts";
import { box, cylinder, ellipsoid, length2, sphere } from "./distance.ts";
import { fold } from "./exact.ts";
import { noise3 } from "./noise.ts";
import type { Random } from "./random.ts";
import type { Ball, Paint, Solid } from "./solid.ts";

type Skin = (x: number, y: number, z: number) => Paint;

/** Plain, striped, dotted or marbled. */
function skin(random: Random): Skin {
  const base = anyColour(random);
  const other = anyColour(random);
  const gloss = random.range(0, 0.8);
  const seed = random.whole(0, 1e6);
  const kind = random.whole(0, 4);
  const stripes = random.range(3, 8);
  const choose = (x: number, y: number, z: number): Colour => {
    if (kind === 0) return fold(y * stripes) < 0.2 ? other : base;
    if (kind === 1) return fold((x + z) * stripes) < 0.18 ? other : base;
    if (kind === 2) return blendColours(base, other, noise3(x * 7, y * 7, z * 7, seed) > 0.5 ? 0.7 : 0);
    return base;
  };
  return (x, y, z) => ({ colour: choose(x, y, z), gloss });
}

const corners = (hx: number, hy: number, hz: number): Ball[] =>
  [1, -1].flatMap((sx) =>
    [0.02, 2 * hy - 0.02].flatMap((y) => [1, -1].map((sz): Ball => [sx * (hx - 0.02), y, sz * (hz - 0.02), 0.02])),
  );

function ball(random: Random): Solid {
  const radius = random.range(0.12, 0.3);
  const paint = skin(random);
  return {
    parts: [{ distance: (x, y, z) => sphere(x, y - radius, z, radius), paint }],
    balls: [[0, radius, 0, radius]],
  };
}

function crate(random: Random): Solid {
  const [hx, hy, hz] = [random.range(0.1, 0.32), random.range(0.06, 0.3), random.range(0.1, 0.28)];
  const paint = skin(random);
  const round = random.range(0.005, 0.03);
  return {
    parts: [{ distance: (x, y, z) => box(x, y - hy, z, hx, hy, hz, round), paint }],
    balls: corners(hx, hy, hz),
  };
}

function can(random: Random): Solid {
  const [radius, half] = [random.range(0.07, 0.2), random.range(0.12, 0.4)];
  const paint = skin(random);
  return {
    parts: [{ distance: (x, y, z) => cylinder(x, y - half, z, radius, half, 0.02), paint }],
    balls: corners(radius, half, radius),
  };
}

function cone(random: Random): Solid {
  const [radius, tall] = [random.range(0.14, 0.28), random.range(0.35, 0.75)];
  const paint = skin(random);
  const slope = Math.sqrt(radius * radius + tall * tall);
  return {
    parts: [
      {
        distance: (x, y, z) => Math.max((length2(x, z) * tall - (tall - y) * radius) / slope, -y, y - tall + 0.02),
        paint,
      },
    ],
    balls: [...corners(radius, 0.02, radius), [0, tall, 0, 0.02]],
  };
}

function pebble(random: Random): Solid {
  const [rx, ry, rz] = [random.range(0.1, 0.28), random.range(0.07, 0.16), random.range(0.1, 0.24)];
  const seed = random.whole(0, 1e6);
  const base = blendColours(grey(random.range(0.12, 0.5)), anyColour(random), 0.15);
  return {
    parts: [
      {
        distance: (x, y, z) =>
          (ellipsoid(x, y - ry * 0.8, z, rx, ry, rz) + (noise3(x * 6, y * 6, z * 6, seed) - 0.5) * 0.05) * 0.8,
        paint: (x, y, z) => ({
          colour: blendColours(base, grey(0.05), noise3(x * 22, y * 22, z * 22, seed) * 0.55),
          gloss: 0.1,
        }),
      },
    ],
    balls: [
      [0, ry * 0.8, 0, ry],
      [rx - ry * 0.6, ry * 0.8, 0, ry * 0.8],
      [ry * 0.6 - rx, ry * 0.8, 0, ry * 0.8],
      [0, ry * 0.8, rz - ry * 0.5, ry * 0.7],
      [0, ry * 0.8, ry * 0.5 - rz, ry * 0.7],
    ],
  };
}

function bush(random: Random): Solid {
  const radius = random.range(0.22, 0.45);
  const seed = random.whole(0, 1e6);
  const leaf = fromHue(random.range(0.2, 0.4), random.range(0.6, 0.9), random.range(0.15, 0.4));
  return {
    parts: [
      {
        distance: (x, y, z) =>
          (sphere(x, y - radius * 0.8, z, radius * 0.85) - (noise3(x * 9, y * 9, z * 9, seed) - 0.5) * 0.16) * 0.55,
        paint: (x, y, z) => ({
          colour: blendColours(leaf, grey(0.01), 0.2 + 0.6 * noise3(x * 24, y * 24, z * 24, seed + 1)),
          gloss: 0.05,
        }),
      },
    ],
    balls: [[0, radius * 0.8, 0, radius * 0.95]],
  };
}

function post(random: Random): Solid {
  const [half, tall] = [random.range(0.03, 0.07), random.range(0.5, 0.9)];
  const paint = skin(random);
  return {
    parts: [{ distance: (x, y, z) => box(x, y - tall, z, half, tall, half, 0.01), paint }],
    balls: corners(half, tall, half),
  };
}

const kinds = [ball, crate, can, cone, pebble, bush, post];

/** Something that is none of the ten classes. */
export const clutter = (random: Random): Solid => random.pick(kinds)(random);

/** The same, but low: for the foreground. */
export const lowClutter = (random: Random): Solid => random.pick([ball, crate, pebble, can])(random);
