import { blendColours, type Colour, grey, ownColour } from "../colour.ts";
import { blend, ellipsoid, extrude, roundCone, sphere } from "../distance.ts";
import { fold, smoothstep } from "../exact.ts";
import type { Random } from "../random.ts";
import type { Paint, Part } from "../solid.ts";
import type { Drawing } from "./pose.ts";

const own: readonly Colour[] = [
  [0.9, 0.3, 0.04],
  [0.5, 0.56, 0.62],
  [0.08, 0.25, 0.6],
  [0.85, 0.62, 0.1],
];

function scales(random: Random, tall: number): (x: number, y: number) => Colour {
  const back = ownColour(random, own, 0.55);
  const belly = blendColours(back, grey(0.85), random.range(0.5, 0.9));
  const band = ownColour(random, [grey(0.85), grey(0.03)], 0.7);
  const kind = random.whole(0, 2);
  return (x, y) => {
    const base = blendColours(belly, back, smoothstep(-0.7, 0.4, y / tall));
    if (kind === 0) return fold(x * 2.6 + 0.1) < 0.14 ? band : base;
    if (kind === 1) return fold(x * 9 + fold(y * 9)) < 0.09 ? blendColours(base, band, 0.45) : base;
    return Math.abs(y - tall * 0.15) < tall * 0.16 ? blendColours(base, band, 0.7) : base;
  };
}

/** A fish in side view: head at +x, tail at −x; swims a little above the ground. */
export const fish: Drawing = (random) => {
  const tall = random.range(0.19, 0.31);
  const wide = tall * random.range(0.45, 0.62);
  const long = random.range(0.42, 0.5);
  const spread = random.range(0.17, 0.25);
  const skin = scales(random, tall);
  const fin = ownColour(random, own, 0.5);
  const gloss = random.range(0.4, 0.8);
  const eyeX = long * 0.62;
  const eyeY = tall * 0.22;
  const flat = 4.2;
  const slant = spread / 0.34;
  const body: Part = {
    distance: (x, y, z) =>
      blend(ellipsoid(x, y, z, long, tall, wide), ellipsoid(x + long * 0.72, y, z, 0.2, tall * 0.36, wide * 0.4), 0.06),
    paint: (x, y): Paint => {
      if (Math.abs(x - long * 0.36) < 0.014 && Math.abs(y) < tall * 0.55) return { colour: fin, gloss };
      return { colour: skin(x, y), gloss };
    },
  };
  const fins: Part = {
    distance: (x, y, z) => {
      const back = -x - long * 0.8;
      const fan = Math.max(
        (Math.abs(y) - 0.03 - back * slant) * 0.7,
        back - 0.36 - Math.abs(y) * 0.45 + spread * 0.45,
        -back,
      );
      const tail = extrude(fan, z, 0.018, 0.012) / 0.45;
      const dorsal = ellipsoid(x + 0.02, y - tall * 0.92, z * flat, long * 0.5, tall * 0.5, 0.06);
      const anal = ellipsoid(x + long * 0.3, y + tall * 0.9, z * flat, long * 0.22, tall * 0.42, 0.06);
      return Math.min(tail, dorsal, anal) * 0.45;
    },
    paint: (x, y) => ({
      colour: fold((x + Math.abs(y) * 0.6) * 14) < 0.12 ? blendColours(fin, grey(0.02), 0.35) : fin,
      gloss: 0.3,
    }),
  };
  const side: Part = {
    distance: (x, y, z) =>
      roundCone(
        x,
        y,
        Math.abs(z),
        [long * 0.22, -tall * 0.15, wide * 0.8],
        [-0.02, -tall * 0.5, wide * 1.35],
        0.02,
        0.05,
      ),
    paint: () => ({ colour: fin, gloss: 0.3 }),
  };
  const eye: Part = {
    distance: (x, y, z) => sphere(x - eyeX, y - eyeY, Math.abs(z) - wide * 0.62, 0.055),
    paint: (x, y) => {
      const square = (x - eyeX - 0.006) * (x - eyeX - 0.006) + (y - eyeY) * (y - eyeY);
      return { colour: square < 0.0011 ? grey(0.01) : grey(0.9), gloss: 1 };
    },
  };
  return {
    solid: {
      parts: [body, fins, side, eye],
      balls: [
        [0, 0, 0, tall],
        [long - tall * 0.75, 0, 0, tall * 0.75],
        [-long + 0.15, 0, 0, 0.15],
        [-long - 0.2, spread * 0.9, 0, 0.08],
        [-long - 0.2, -spread * 0.9, 0, 0.08],
        [-0.02, tall * 0.9, 0, tall * 0.55],
        [-long * 0.3, -tall * 0.9, 0, tall * 0.45],
      ],
    },
    yaw: random.pick([0, 0.5]) + random.range(-0.11, 0.11),
    lean: random.range(-0.06, 0.06),
    roll: random.range(-0.08, 0.08),
    lift: random.range(0.02, 0.3),
  };
};
