import { anyColour, blendColours, type Colour, fromHue, ownColour } from "../colour.ts";
import { blend, cylinder, type Point, roundCone, sphere } from "../distance.ts";
import { fold } from "../exact.ts";
import type { Ball, Part } from "../solid.ts";
import { type Drawing, upright } from "./pose.ts";

const greens: readonly Colour[] = [
  [0.06, 0.26, 0.06],
  [0.14, 0.34, 0.1],
  [0.05, 0.24, 0.15],
  [0.25, 0.36, 0.08],
];

interface Arm {
  readonly root: Point;
  readonly elbow: Point;
  readonly tip: Point;
}

/** A column with one to three bent arms, ribbed; in a pot or in the ground. */
export const cactus: Drawing = (random) => {
  const colour = ownColour(random, greens, 0.65);
  const pale = blendColours(colour, [0.8, 0.8, 0.5], 0.45);
  const potted = random.chance(0.5);
  const base = potted ? 0.2 : -0.02;
  const tall = random.range(0.78, 0.98);
  const thick = random.range(0.11, 0.15);
  const arm = thick * random.range(0.6, 0.75);
  const first = random.pick([1, -1]);
  const arms = Array.from({ length: random.pick([1, 2, 2, 2, 3]) }, (_, i): Arm => {
    const side = i === 1 ? -first : first;
    const depth = i === 2 ? random.pick([1, -1]) : random.range(-0.25, 0.25);
    const y = base + (tall - base) * random.range(0.3, 0.55);
    const reach = (i === 2 ? 0.3 : 1) * side * (thick + arm + random.range(0.05, 0.12));
    const z = depth * 0.22;
    return {
      root: [0, y, 0],
      elbow: [reach, y + 0.02, z],
      tip: [reach, Math.min(y + random.range(0.16, 0.34), 1.02), z],
    };
  });
  const pot = anyColour(random);
  const flower = random.chance(0.4) ? fromHue(random.range(0.85, 1.15), 0.8, 0.85) : undefined;
  const ribs = (x: number, z: number): number => {
    const sum = Math.abs(x) + Math.abs(z);
    return sum > 1e-6 ? fold((x / sum) * 2.5 + 0.25) : 0;
  };
  const stem: Part = {
    distance: (x, y, z) => {
      let nearest =
        roundCone(x, y, z, [0, base, 0], [0, tall - thick, 0], thick, thick * 0.92) + (0.25 - ribs(x, z)) * 0.03;
      for (const { root, elbow, tip } of arms) {
        const bent = Math.min(
          roundCone(x, y, z, root, elbow, arm * 0.9, arm),
          roundCone(x, y, z, elbow, tip, arm, arm * 0.9),
        );
        nearest = blend(nearest, bent, 0.045);
      }
      return nearest * 0.8;
    },
    paint: (x, y, z) => {
      const inner = x * x + z * z < thick * thick * 1.3;
      const line = inner ? ribs(x, z) > 0.4 : fold(x * 14) > 0.41;
      const spine = line && fold(y * 16) < 0.2;
      return { colour: spine ? [0.85, 0.82, 0.6] : line ? pale : colour, gloss: 0.15 };
    },
  };
  const parts: Part[] = [stem];
  const balls: Ball[] = [
    [0, tall - thick, 0, thick],
    [0, potted ? 0.2 : thick, 0, thick],
    ...arms.flatMap(({ elbow, tip }): Ball[] => [
      [...elbow, arm],
      [...tip, arm],
    ]),
  ];
  if (flower) {
    parts.push({
      distance: (x, y, z) => sphere(x, (y - tall) * 1.4, z, 0.065) * 0.7,
      paint: () => ({ colour: flower, gloss: 0.2 }),
    });
    balls.push([0, tall, 0, 0.07]);
  }
  if (potted) {
    parts.push({
      distance: (x, y, z) => {
        const wall = cylinder(x, y - 0.11, z, 0.16 + (y - 0.11) * 0.3, 0.11, 0.015);
        return Math.min(wall, cylinder(x, y - 0.215, z, 0.215, 0.03, 0.015)) * 0.9;
      },
      paint: () => ({ colour: pot, gloss: 0.3 }),
    });
    for (const [x, z] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      balls.push([x * 0.11, 0.02, z * 0.11, 0.02], [x * 0.2, 0.22, z * 0.2, 0.02]);
    }
  } else balls.push([0, 0.02, 0, 0.02]);
  return { ...upright({ parts, balls }, random.range(-0.1, 0.1)), roll: random.range(-0.02, 0.02) };
};
