import { type Colour, ownColour } from "../colour.ts";
import { extrude, length2, rectangle } from "../distance.ts";
import { cosine, sine } from "../exact.ts";
import type { Random } from "../random.ts";
import type { Ball } from "../solid.ts";
import type { Drawing } from "./pose.ts";

const metals: readonly Colour[] = [
  [0.72, 0.5, 0.14],
  [0.6, 0.62, 0.64],
  [0.5, 0.27, 0.12],
  [0.16, 0.15, 0.15],
];

/** Distance in the plane to the bow, the part that one holds, centred on 0: round, square or clover, with its hole. */
function bow(random: Random, radius: number): (x: number, y: number) => number {
  const kind = random.whole(0, 2);
  const hole = radius * random.range(0.42, 0.62);
  if (kind === 0) return (x, y) => Math.max(length2(x, y) - radius, hole - length2(x, y));
  if (kind === 1) {
    const half = radius * 0.62;
    return (x, y) => Math.max(rectangle(x, y, half, half) - radius * 0.25, hole - length2(x, y));
  }
  const leaf = radius * 0.6;
  return (x, y) => {
    const rings = Math.min(
      Math.abs(length2(x + leaf * 0.9, y) - leaf * 0.75),
      Math.abs(length2(x - leaf * 0.2, Math.abs(y) - leaf) - leaf * 0.75),
    );
    return rings - leaf * 0.32;
  };
}

const turnOf = (turns: number): readonly [number, number] => [cosine(turns), sine(turns)];

/** A door key: bow, shaft and bit, flat in the x–y plane, turned in it by any angle, then leaning back. */
export const key: Drawing = (random) => {
  const colour = ownColour(random, metals, 0.6);
  const radius = random.range(0.2, 0.27);
  const shaft = random.range(0.05, 0.07);
  const thick = random.range(0.035, 0.055);
  const handle = bow(random, radius);
  const teeth = Array.from({ length: random.whole(2, 4) }, (_, i) => ({
    x: 0.52 - i * random.range(0.09, 0.11),
    deep: random.range(0.09, 0.2),
  }));
  const collar = random.chance(0.5);
  const [c, s] = turnOf(random.next());
  const outline = (px: number, py: number): number => {
    const [x, y] = [c * px + s * py, c * py - s * px];
    let nearest = Math.min(handle(x + 0.36, y), rectangle(x - 0.21, y, 0.38, shaft));
    for (const tooth of teeth)
      nearest = Math.min(nearest, rectangle(x - tooth.x, y + tooth.deep / 2, 0.034, tooth.deep / 2 + shaft / 2));
    return collar ? Math.min(nearest, rectangle(x + 0.1, y, 0.03, shaft * 1.9)) : nearest;
  };
  const gloss = random.range(0.5, 1);
  const level: Ball[] = [
    [-0.36, 0, 0, radius * 1.1],
    [-0.15, 0, 0, shaft],
    [0.1, 0, 0, shaft],
    [0.35, 0, 0, shaft],
    [0.55, 0, 0, shaft],
    ...teeth.map((tooth): Ball => [tooth.x, -tooth.deep, 0, 0.05]),
  ];
  const balls = level.map(([x, y, z, r]): Ball => [c * x - s * y, s * x + c * y, z, r]);
  return {
    solid: {
      parts: [{ distance: (x, y, z) => extrude(outline(x, y), z, thick, 0.02), paint: () => ({ colour, gloss }) }],
      balls,
    },
    yaw: random.range(-0.1, 0.1),
    lean: -random.range(0.02, 0.13),
    roll: 0,
    lift: 0,
  };
};
