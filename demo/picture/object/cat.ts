import { blendColours, type Colour, grey, ownColour } from "../colour.ts";
import { blend, ellipsoid, length2, roundCone } from "../distance.ts";
import { fold, smoothstep } from "../exact.ts";
import { noise3 } from "../noise.ts";
import type { Random } from "../random.ts";
import type { Paint, Part } from "../solid.ts";
import { type Drawing, upright } from "./pose.ts";

const own: readonly Colour[] = [[0.7, 0.32, 0.08], grey(0.03), grey(0.75), grey(0.28), [0.3, 0.18, 0.09]];

type Fur = (x: number, y: number, z: number) => Colour;

function fur(random: Random): Fur {
  const base = ownColour(random, own, 0.7);
  const other = random.chance(0.5) ? blendColours(base, grey(0.02), 0.7) : ownColour(random, own, 1);
  const kind = random.whole(0, 2);
  const seed = random.whole(0, 1e6);
  return (x, y, z) => {
    if (kind === 0) return base;
    if (kind === 1) return fold(y * 7 + Math.abs(x) * 3 + noise3(x * 4, y * 4, z * 4, seed)) < 0.16 ? other : base;
    return noise3(x * 4.5, y * 4.5, z * 4.5, seed) > 0.56 ? other : base;
  };
}

/** A sitting cat that looks at the viewer: ears, eyes, muzzle, forelegs, and a tail to one side. */
export const cat: Drawing = (random) => {
  const coat = fur(random);
  const bib = random.chance(0.5);
  const iris = ownColour(
    random,
    [
      [0.55, 0.7, 0.08],
      [0.85, 0.5, 0.03],
      [0.15, 0.5, 0.75],
    ],
    1,
  );
  const headY = random.range(0.66, 0.72);
  const skull = random.range(0.19, 0.225);
  const ear = random.range(0.11, 0.16);
  const turn = random.range(-0.07, 0.07);
  const swing = random.pick([1, -1]);
  const plump = random.range(0.19, 0.24);
  const body: Part = {
    distance: (x, y, z) => {
      const trunk = blend(
        ellipsoid(x, y - 0.26, z + 0.08, plump + 0.03, 0.27, plump + 0.05),
        ellipsoid(x, y - 0.42, z - 0.03, 0.16, 0.24, 0.15),
        0.1,
      );
      const legs = roundCone(Math.abs(x), y, z, [0.085, 0.34, 0.13], [0.095, 0.045, 0.19], 0.06, 0.05);
      const thighs = ellipsoid(Math.abs(x) - 0.2, y - 0.14, z - 0.02, 0.1, 0.14, 0.17);
      return blend(blend(trunk, legs, 0.04), thighs, 0.04) * 0.9;
    },
    paint: (x, y, z): Paint => {
      const chest = bib && z > 0.05 && length2(x * 1.3, (y - 0.42) * 0.8) < 0.13;
      return { colour: chest || (bib && y < 0.09 && z > 0.1) ? grey(0.82) : coat(x, y, z), gloss: 0.05 };
    },
  };
  const tail: Part = {
    distance: (x, y, z) =>
      Math.min(
        roundCone(x, y, z, [0.1 * swing, 0.06, -0.22], [0.36 * swing, 0.06, -0.1], 0.05, 0.05),
        roundCone(x, y, z, [0.36 * swing, 0.06, -0.1], [0.4 * swing, 0.2, 0.02], 0.05, 0.045),
        roundCone(x, y, z, [0.4 * swing, 0.2, 0.02], [0.36 * swing, 0.36, 0.04], 0.045, 0.035),
      ),
    paint: (x, y, z) => ({ colour: y > 0.32 && bib ? grey(0.82) : coat(x, y, z), gloss: 0.05 }),
  };
  const hx = turn;
  const hz = 0.07;
  const head: Part = {
    distance: (x, y, z) => {
      const px = x - hx;
      const py = y - headY;
      const pz = z - hz;
      const round = ellipsoid(px, py, pz, skull * 1.1, skull * 0.95, skull);
      const muzzle = ellipsoid(px, py + 0.07, pz - skull * 0.85, 0.09, 0.06, 0.07);
      const ears = roundCone(
        Math.abs(px),
        py,
        pz * 1.5,
        [skull * 0.62, skull * 0.62, 0],
        [skull * 0.78, skull * 0.72 + ear, -0.02],
        ear * 0.58,
        0.012,
      );
      return blend(blend(round, muzzle, 0.04), ears, 0.03) * 0.72;
    },
    paint: (x, y, z): Paint => {
      const px = x - hx;
      const py = y - headY;
      const front = z - hz > 0;
      const eyeX = (Math.abs(px) - skull * 0.45) / 0.058;
      const eyeY = (py - skull * 0.14) / 0.05;
      if (front && eyeX * eyeX + eyeY * eyeY < 1) {
        return { colour: Math.abs(eyeX) < 0.32 ? grey(0.005) : iris, gloss: 1 };
      }
      if (front && z - hz > skull * 0.85 && py < -0.02 && py > -0.062 && Math.abs(px) < 0.006 + (py + 0.062) * 0.75)
        return { colour: [0.7, 0.25, 0.25], gloss: 0.4 };
      if (front && z - hz > skull * 0.85 && py < -0.062 && py > -0.1 && Math.abs(px) < 0.007)
        return { colour: grey(0.02), gloss: 0 };
      if (front && py > skull * 0.8 && Math.abs(Math.abs(px) - skull * 0.7) < (skull * 0.74 + ear - py) * 0.28)
        return { colour: [0.6, 0.3, 0.27], gloss: 0.05 };
      const pale = bib && front && smoothstep(0.16, 0.06, length2(px, py + 0.09)) > 0.5;
      return { colour: pale ? grey(0.82) : coat(x, y, z), gloss: 0.05 };
    },
  };
  const whiskers: Part = {
    distance: (x, y, z) => {
      const px = Math.abs(x - hx);
      const py = y - headY + 0.06;
      const pz = z - hz - skull * 0.9;
      return Math.min(
        roundCone(px, py, pz, [0.05, 0.01, 0], [0.25, 0.035, -0.02], 0.006, 0.004),
        roundCone(px, py, pz, [0.05, -0.01, 0], [0.25, -0.03, -0.02], 0.006, 0.004),
      );
    },
    paint: () => ({ colour: grey(0.8), gloss: 0.2 }),
  };
  return upright(
    {
      parts: [body, tail, head, whiskers],
      balls: [
        [0, 0.27, -0.06, 0.3],
        [0.1, 0.05, 0.2, 0.05],
        [-0.1, 0.05, 0.2, 0.05],
        [0.2, 0.16, 0.02, 0.16],
        [-0.2, 0.16, 0.02, 0.16],
        [hx, headY, hz, skull + 0.02],
        [hx + 0.25, headY - 0.05, hz + skull * 0.9, 0.05],
        [hx - 0.25, headY - 0.05, hz + skull * 0.9, 0.05],
        [hx + skull * 0.8, headY + skull * 0.72 + ear, hz, 0.02],
        [hx - skull * 0.8, headY + skull * 0.72 + ear, hz, 0.02],
        [0.37 * swing, 0.06, -0.1, 0.06],
        [0.37 * swing, 0.36, 0.04, 0.05],
      ],
    },
    random.range(-0.11, 0.11),
  );
};
