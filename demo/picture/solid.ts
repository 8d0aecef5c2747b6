import type { Colour } from "./colour.ts";
import { type Distance, length3 } from "./distance.ts";
import { cosine, sine } from "./exact.ts";

/** What a surface looks like at one point. gloss: 0 chalk, 1 porcelain. */
export interface Paint {
  readonly colour: Colour;
  readonly gloss: number;
}

export interface Part {
  readonly distance: Distance;
  /** Paint at a point of the part's surface, in the solid's own coordinates. */
  readonly paint: (x: number, y: number, z: number) => Paint;
}

/** A ball of the solid's outline: x, y, z, radius. All balls together hold the solid. */
export type Ball = readonly [x: number, y: number, z: number, radius: number];

/** A body about one unit large, standing on y = 0, its face towards +z. */
export interface Solid {
  readonly parts: readonly Part[];
  readonly balls: readonly Ball[];
}

/** Rows of a rotation matrix: own coordinates → the scene's. */
export type Rotation = readonly [number, number, number, number, number, number, number, number, number];

/** Turn by `yaw` about y, then by `lean` about x (towards the viewer), then by `roll` about z; all in turns. */
export function rotation(yaw: number, lean: number, roll: number): Rotation {
  const [cy, sy] = [cosine(yaw), sine(yaw)];
  const [cx, sx] = [cosine(lean), sine(lean)];
  const [cz, sz] = [cosine(roll), sine(roll)];
  const about = [cy, 0, sy, sx * sy, cx, -sx * cy, -cx * sy, sx, cx * cy] as const;
  const row = (a: number, b: number, i: 0 | 1 | 2): number => a * about[i] + b * about[(i + 3) as 3 | 4 | 5];
  return [
    row(cz, -sz, 0),
    row(cz, -sz, 1),
    row(cz, -sz, 2),
    row(sz, cz, 0),
    row(sz, cz, 1),
    row(sz, cz, 2),
    about[6],
    about[7],
    about[8],
  ];
}

/** A solid's place in the scene. */
export interface Placed {
  readonly solid: Solid;
  readonly rotation: Rotation;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly scale: number;
  /** The ball around it, in the scene's coordinates. */
  readonly hull: Ball;
  /** The object that the picture is of, rather than clutter. */
  readonly isObject: boolean;
}

/** The ball around all of the balls: centred on their box, not the smallest, but cheap. */
export function hullOf(balls: readonly Ball[]): Ball {
  const low = [9, 9, 9];
  const high = [-9, -9, -9];
  for (const ball of balls) {
    for (let axis = 0; axis < 3; axis++) {
      low[axis] = Math.min(low[axis]!, ball[axis]! - ball[3]);
      high[axis] = Math.max(high[axis]!, ball[axis]! + ball[3]);
    }
  }
  const [x, y, z] = [(low[0]! + high[0]!) / 2, (low[1]! + high[1]!) / 2, (low[2]! + high[2]!) / 2];
  return [x, y, z, Math.max(...balls.map((ball) => length3(ball[0] - x, ball[1] - y, ball[2] - z) + ball[3])) + 0.01];
}

/** Puts a solid at (x, z) so that its lowest ball touches the ground, or floats `lift` above it. */
export function place(
  solid: Solid,
  turn: Rotation,
  at: { readonly x: number; readonly z: number; readonly scale: number; readonly lift?: number },
  isObject = false,
): Placed {
  const [hx, hy, hz, radius] = hullOf(solid.balls);
  const lowest = Math.min(...solid.balls.map(([x, y, z, r]) => turn[3] * x + turn[4] * y + turn[5] * z - r));
  const y = -lowest * at.scale + (at.lift ?? 0);
  const hull: Ball = [
    at.x + at.scale * (turn[0] * hx + turn[1] * hy + turn[2] * hz),
    y + at.scale * (turn[3] * hx + turn[4] * hy + turn[5] * hz),
    at.z + at.scale * (turn[6] * hx + turn[7] * hy + turn[8] * hz),
    at.scale * radius,
  ];
  return { solid, rotation: turn, x: at.x, y, z: at.z, scale: at.scale, hull, isObject };
}

/** The same solid, moved over the ground. */
export const shift = (placed: Placed, x: number, z: number): Placed => ({
  ...placed,
  x: placed.x + x,
  z: placed.z + z,
  hull: [placed.hull[0] + x, placed.hull[1], placed.hull[2] + z, placed.hull[3]],
});

/** Distance to the nearest of a solid's parts. */
export function distanceTo(solid: Solid, x: number, y: number, z: number): number {
  let nearest = 9;
  for (const part of solid.parts) {
    const distance = part.distance(x, y, z);
    if (distance < nearest) nearest = distance;
  }
  return nearest;
}

/** The part whose surface the point is on. */
export function partAt(solid: Solid, x: number, y: number, z: number): Part {
  let nearest = 9;
  let found = solid.parts[0]!;
  for (const part of solid.parts) {
    const distance = part.distance(x, y, z);
    if (distance < nearest) {
      nearest = distance;
      found = part;
    }
  }
  return found;
}
