import { blendColours, type Colour, grey, ownColour } from "../colour.ts";
import { along, ellipsoid, length3, type Point, roundCone, sphere } from "../distance.ts";
import { cosine, fold, mix, sine } from "../exact.ts";
import type { Random } from "../random.ts";
import type { Ball, Part } from "../solid.ts";
import type { Drawing } from "./pose.ts";

const own: readonly Colour[] = [
  [0.12, 0.3, 0.06],
  [0.4, 0.27, 0.1],
  [0.7, 0.5, 0.06],
  [0.55, 0.06, 0.03],
  [0.05, 0.05, 0.05],
];

/** The spine from tail to head on the ground: a wave, a coil, or a wave with the head raised. */
function spine(random: Random, radius: number): Point[] {
  const count = 18;
  const kind = random.whole(0, 2);
  const bends = random.range(1.1, 1.7);
  const swing = random.range(0.16, 0.24);
  const start = random.next();
  const turns = random.range(1.5, 1.9);
  return Array.from({ length: count }, (_, i): Point => {
    const share = i / (count - 1);
    if (kind === 1) {
      const away = mix(0.46, 0.12, share);
      const raised = share > 0.8 ? (share - 0.8) * 2.1 : 0;
      return [
        away * cosine(start + share * turns),
        radius * mix(1, 2, share) + raised,
        away * sine(start + share * turns),
      ];
    }
    const raised = kind === 2 && share > 0.72 ? (share - 0.72) * 1.9 : 0;
    const x = kind === 2 ? mix(-0.6, 0.42, share) - raised * 0.25 : mix(-0.62, 0.55, share);
    return [x, radius + raised, swing * sine(start + share * bends) * (kind === 2 ? 1 - 0.7 * share : 1)];
  });
}

/** A snake with a tapering tail, a broad head, and bands, blotches or a stripe along its back. */
export const snake: Drawing = (random) => {
  const radius = random.range(0.055, 0.078);
  const points = spine(random, radius);
  const last = points.length - 1;
  const base = ownColour(random, own, 0.6);
  const mark = blendColours(base, ownColour(random, [grey(0.02), [0.8, 0.7, 0.3], [0.6, 0.1, 0.03]], 0.8), 0.8);
  const kind = random.whole(0, 2);
  const bands = random.range(0.5, 0.9);
  const thickness = (i: number): number => radius * Math.min(1, 0.25 + (i / last) * 3);
  const head = points[last]!;
  const neck = points[last - 1]!;
  const stretch = length3(head[0] - neck[0], head[1] - neck[1], head[2] - neck[2]);
  const forward: Point = [
    (head[0] - neck[0]) / stretch,
    ((head[1] - neck[1]) / stretch) * 0.3,
    (head[2] - neck[2]) / stretch,
  ];
  const snout: Point = [head[0] + forward[0] * 0.09, head[1] + forward[1] * 0.09, head[2] + forward[2] * 0.09];
  const body: Part = {
    distance: (x, y, z) => {
      let nearest = 9;
      for (let i = 0; i < last; i++) {
        nearest = Math.min(nearest, roundCone(x, y, z, points[i]!, points[i + 1]!, thickness(i), thickness(i + 1)));
      }
      return nearest;
    },
    paint: (x, y, z) => {
      let nearest = 9;
      let place = 0;
      let up = 0;
      for (let i = 0; i < last; i++) {
        const [a, b] = [points[i]!, points[i + 1]!];
        const share = along(x, y, z, a, b);
        const height = y - mix(a[1], b[1], share);
        const far = length3(x - mix(a[0], b[0], share), height, z - mix(a[2], b[2], share));
        if (far < nearest) {
          nearest = far;
          place = i + share;
          up = height / radius;
        }
      }
      const marked =
        kind === 0 ? fold(place * bands) < 0.17 : kind === 1 ? fold(place * bands * 1.4) < 0.16 + up * 0.18 : up > 0.75;
      return { colour: marked ? mark : up < -0.4 ? blendColours(base, grey(0.8), 0.5) : base, gloss: 0.5 };
    },
  };
  const skull: Part = {
    distance: (x, y, z) =>
      Math.min(
        ellipsoid(x - head[0], y - head[1] - 0.01, z - head[2], radius * 1.55, radius * 1.05, radius * 1.55),
        roundCone(x, y, z, head, snout, radius * 1.2, radius * 0.75),
      ),
    paint: () => ({ colour: base, gloss: 0.5 }),
  };
  const side: Point = [-forward[2], 0, forward[0]];
  const eyes = [1, -1].map(
    (sign): Point => [
      head[0] + forward[0] * 0.05 + side[0] * sign * radius * 0.95,
      head[1] + radius * 0.75,
      head[2] + forward[2] * 0.05 + side[2] * sign * radius * 0.95,
    ],
  );
  const eye: Part = {
    distance: (x, y, z) => Math.min(...eyes.map((at) => sphere(x - at[0], y - at[1], z - at[2], radius * 0.42))),
    paint: (_x, y) => ({ colour: y > head[1] + radius * 0.95 ? [0.9, 0.75, 0.1] : grey(0.01), gloss: 1 }),
  };
  const balls = points.map((point, i): Ball => [...point, thickness(i)]);
  balls.push([...head, radius * 1.6], [...snout, radius * 0.8]);
  return {
    solid: { parts: [body, skull, eye], balls },
    yaw: random.pick([0, 0.5]) + random.range(-0.1, 0.1),
    lean: 0,
    roll: 0,
    lift: 0,
  };
};
