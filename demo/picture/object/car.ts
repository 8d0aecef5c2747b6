import { type Colour, grey, ownColour } from "../colour.ts";
import { blend, box, cylinder, length2 } from "../distance.ts";
import type { Paint, Part } from "../solid.ts";
import type { Drawing } from "./pose.ts";

const own: readonly Colour[] = [[0.7, 0.03, 0.03], [0.04, 0.16, 0.5], grey(0.75), [0.85, 0.6, 0.04], grey(0.05)];

/** A car, its bonnet at +x: saloon, hatchback or van by where its cabin begins and ends. */
export const car: Drawing = (random) => {
  const colour = ownColour(random, own, 0.55);
  const long = random.range(0.46, 0.52);
  const wide = random.range(0.2, 0.24);
  const wheel = random.range(0.085, 0.11);
  const sill = wheel * 0.75;
  const waist = sill + random.range(0.17, 0.2);
  const roof = waist + random.range(0.13, 0.2);
  const back = -long + random.pick([0.02, 0.06, 0.2]);
  const front = long - random.range(0.2, 0.4);
  const middle = (back + front) / 2;
  const half = (front - back) / 2;
  const glass: Colour = [0.03, 0.05, 0.07];
  const stripe = random.chance(0.25) ? ownColour(random, own, 0.5) : undefined;
  const hub = grey(random.range(0.3, 0.7));
  const axle = long * 0.62;
  const cabinAt = (x: number, y: number, z: number): number => {
    const rise = (y - waist) / (roof - waist);
    const narrow = 1 + Math.max(rise, 0) * 0.3;
    return (
      box(
        (x - middle) * narrow,
        y - (waist + roof) / 2 + 0.04,
        z * (1 + Math.max(rise, 0) * 0.12),
        half,
        (roof - waist) / 2 + 0.04,
        wide * 0.94,
        0.05,
      ) * 0.8
    );
  };
  const body: Part = {
    distance: (x, y, z) => {
      const hull = box(x, y - (sill + waist) / 2, z, long, (waist - sill) / 2, wide, 0.055);
      const arch = length2(Math.abs(x) - axle, y - wheel) - wheel * 1.18;
      return Math.max(blend(hull, cabinAt(x, y, z), 0.03), -Math.max(arch, wide * 0.55 - Math.abs(z)));
    },
    paint: (x, y, z): Paint => {
      const rise = (y - waist) / (roof - waist);
      const along = Math.abs(x - middle) * (1 + Math.max(rise, 0) * 0.3);
      const pillar = Math.abs(along - half * 0.1) < 0.016 || along > half - 0.045;
      if (rise > 0.12 && rise < 0.8) {
        if (Math.abs(z) > wide * 0.7 ? !pillar : along > half - 0.09) return { colour: glass, gloss: 1 };
      }
      if (x > long - 0.05 && Math.abs(y - waist + 0.07) < 0.03 && Math.abs(z) > wide * 0.5)
        return { colour: [0.95, 0.9, 0.7], gloss: 0.8 };
      if (x < 0.05 - long && Math.abs(y - waist + 0.06) < 0.03 && Math.abs(z) > wide * 0.55)
        return { colour: [0.7, 0.02, 0.02], gloss: 0.8 };
      if (Math.abs(x) > long - 0.04 && y < sill + 0.07) return { colour: grey(0.08), gloss: 0.3 };
      if (stripe && Math.abs(z) < wide * 0.22 && y > waist - 0.05) return { colour: stripe, gloss: 0.7 };
      if (Math.abs(z) > wide * 0.9 && y < waist && Math.abs(x - middle - half * 0.1) < 0.008)
        return { colour: [colour[0] * 0.3, colour[1] * 0.3, colour[2] * 0.3], gloss: 0.5 };
      return { colour, gloss: 0.8 };
    },
  };
  const wheels: Part = {
    // Upright cylinder with y and z exchanged: its axis is the car's axle.
    distance: (x, y, z) => cylinder(Math.abs(x) - axle, Math.abs(z) - wide * 0.86, y - wheel, wheel, 0.045, 0.02),
    paint: (x, y) => ({
      colour: length2(Math.abs(x) - axle, y - wheel) < wheel * 0.52 ? hub : grey(0.025),
      gloss: 0.3,
    }),
  };
  return {
    solid: {
      parts: [body, wheels],
      balls: [
        ...[1, -1].flatMap((sx) => [1, -1].map((sz) => [sx * axle, wheel, sz * wide * 0.86, wheel] as const)),
        ...[1, -1].flatMap((sx) =>
          [1, -1].map((sz) => [sx * (long - 0.1), (sill + waist) / 2, sz * (wide - 0.1), 0.1] as const),
        ),
        ...[back + 0.1, front - 0.15].flatMap((x) =>
          [1, -1].map((sz) => [x, roof - 0.1, sz * (wide - 0.14), 0.1] as const),
        ),
      ],
    },
    yaw: random.pick([0, 0.5]) + random.range(-0.15, 0.15),
    lean: 0,
    roll: 0,
    lift: 0,
  };
};
