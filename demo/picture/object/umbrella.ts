import { anyColour, type Colour, grey, ownColour } from "../colour.ts";
import { length2, length3, roundCone } from "../distance.ts";
import type { Ball, Part } from "../solid.ts";
import type { Drawing } from "./pose.ts";

const own: readonly Colour[] = [
  [0.75, 0.04, 0.05],
  [0.04, 0.04, 0.05],
  [0.05, 0.16, 0.55],
  [0.85, 0.6, 0.06],
];

/** An open umbrella: eight panels with a scalloped edge, a stick, a hook to hold it by. */
export const umbrella: Drawing = (random) => {
  const first = ownColour(random, own, 0.5);
  const second = random.chance(0.5) ? anyColour(random) : first;
  const radius = random.range(0.5, 0.62);
  const centre = random.range(0.42, 0.52);
  const edge = centre + radius * random.range(0.32, 0.46);
  const scallop = random.range(0.06, 0.11);
  const wood = ownColour(random, [[0.3, 0.14, 0.05], grey(0.05), grey(0.7)], 0.8);
  const top = centre + radius;
  const canopy: Part = {
    distance: (x, y, z) => {
      const far = Math.max(Math.abs(x), Math.abs(z));
      // 0…1 across each panel: the ratio stands in for the angle within an eighth of a turn.
      const across = far > 1e-6 ? Math.min(Math.abs(x), Math.abs(z)) / far : 0;
      const shell = Math.abs(length3(x, y - centre, z) - radius) - 0.014;
      return Math.max(shell, edge + scallop * 4 * across * (1 - across) - y) * 0.85;
    },
    paint: (x, y, z) => {
      const odd = (x < 0 !== z < 0) !== Math.abs(x) > Math.abs(z);
      const under = length3(x, y - centre, z) < radius;
      const colour = odd ? first : second;
      return { colour: under ? [colour[0] * 0.45, colour[1] * 0.45, colour[2] * 0.45] : colour, gloss: 0.25 };
    },
  };
  const hook = 0.085;
  const stick: Part = {
    distance: (x, y, z) => {
      const rod = roundCone(x, y, z, [0, 0.1, 0], [0, top + 0.07, 0], 0.022, 0.016);
      const bend = length2(length2(x - hook, Math.min(y - 0.1, 0)) - hook, z) - 0.03;
      return Math.min(rod, y > 0.1 ? length3(x - 2 * hook, y - 0.1, z) - 0.03 : bend);
    },
    paint: () => ({ colour: wood, gloss: 0.5 }),
  };
  const rimRadius = Math.sqrt(radius * radius - (edge - centre) * (edge - centre));
  const balls: Ball[] = [
    [0, top + 0.06, 0, 0.02],
    [hook, 0.01, 0, 0.03],
    [2 * hook, 0.1, 0, 0.03],
    [0, 0.1, 0, 0.03],
  ];
  for (const [x, z] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
    [0.71, 0.71],
    [-0.71, 0.71],
    [0.71, -0.71],
    [-0.71, -0.71],
  ] as const) {
    balls.push([x * rimRadius, edge, z * rimRadius, 0.02]);
    balls.push([x * rimRadius * 0.72, edge + (top - edge) * 0.62, z * rimRadius * 0.72, 0.05]);
  }
  return {
    solid: { parts: [canopy, stick], balls },
    yaw: random.next(),
    lean: random.range(-0.12, 0.16),
    roll: random.range(-0.2, 0.2),
    lift: 0,
  };
};
