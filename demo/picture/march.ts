import type { Point } from "./distance.ts";
import { distanceTo, type Placed } from "./solid.ts";

/** A point of the scene in a solid's own coordinates. */
export function toOwn(placed: Placed, point: Point): Point {
  const m = placed.rotation;
  const x = (point[0] - placed.x) / placed.scale;
  const y = (point[1] - placed.y) / placed.scale;
  const z = (point[2] - placed.z) / placed.scale;
  return [m[0] * x + m[3] * y + m[6] * z, m[1] * x + m[4] * y + m[7] * z, m[2] * x + m[5] * y + m[8] * z];
}

/** A direction of the scene in a solid's own coordinates. */
function turnToOwn(placed: Placed, direction: Point): Point {
  const m = placed.rotation;
  const [x, y, z] = direction;
  return [m[0] * x + m[3] * y + m[6] * z, m[1] * x + m[4] * y + m[7] * z, m[2] * x + m[5] * y + m[8] * z];
}

const nowhere = [0, -1] as const;

/** The stretch of a ray within the ball around a solid, widened by `margin`; empty if the ray misses it. */
function within(placed: Placed, origin: Point, direction: Point, margin: number): readonly [from: number, to: number] {
  const hull = placed.hull;
  const x = origin[0] - hull[0];
  const y = origin[1] - hull[1];
  const z = origin[2] - hull[2];
  const half = x * direction[0] + y * direction[1] + z * direction[2];
  const reach = hull[3] + margin;
  const inside = half * half - (x * x + y * y + z * z - reach * reach);
  if (inside <= 0) return nowhere;
  const root = Math.sqrt(inside);
  return root > half ? [Math.max(-half - root, 0), root - half] : nowhere;
}

/** Length along the ray to the solid's surface, or Infinity; sphere tracing (Hart 1996). */
export function hit(placed: Placed, origin: Point, direction: Point): number {
  const [from, to] = within(placed, origin, direction, 0);
  if (to <= from) return Number.POSITIVE_INFINITY;
  const o = toOwn(placed, origin);
  const d = turnToOwn(placed, direction);
  const end = to / placed.scale;
  let t = from / placed.scale;
  for (let step = 0; step < 80 && t < end; step++) {
    const distance = distanceTo(placed.solid, o[0] + d[0] * t, o[1] + d[1] * t, o[2] + d[2] * t);
    if (distance < 0.0012) return t * placed.scale;
    t += distance * 0.95;
  }
  return Number.POSITIVE_INFINITY;
}

/** How much of a light reaches past the solid: 1 all, 0 none, in between at the edge of its shadow (Quilez 2010). */
export function light(placed: Placed, origin: Point, direction: Point, sharpness: number): number {
  const [from, to] = within(placed, origin, direction, 0.25 * placed.scale);
  if (to <= from) return 1;
  const o = toOwn(placed, origin);
  const d = turnToOwn(placed, direction);
  const end = to / placed.scale;
  let least = 1;
  let t = Math.max(from / placed.scale, 0.015);
  for (let step = 0; step < 48 && t < end; step++) {
    const distance = distanceTo(placed.solid, o[0] + d[0] * t, o[1] + d[1] * t, o[2] + d[2] * t);
    if (distance < 0.001) return 0;
    least = Math.min(least, (sharpness * distance) / t);
    t += Math.max(distance, 0.012);
  }
  return least * least * (3 - 2 * least);
}
