import { clamp } from "./exact.ts";

/**
 * Signed distances to simple bodies, negative inside: what a ray marcher walks by (Hart 1996). Points are relative to
 * the body's centre, y is up. Those of ellipsoid and roundCone are close bounds rather than exact.
 */
export type Distance = (x: number, y: number, z: number) => number;

export const length2 = (x: number, y: number): number => Math.sqrt(x * x + y * y);
export const length3 = (x: number, y: number, z: number): number => Math.sqrt(x * x + y * y + z * z);

export const sphere = (x: number, y: number, z: number, radius: number): number => length3(x, y, z) - radius;

export function ellipsoid(x: number, y: number, z: number, rx: number, ry: number, rz: number): number {
  const inner = length3(x / rx, y / ry, z / rz);
  const slope = length3(x / (rx * rx), y / (ry * ry), z / (rz * rz));
  return slope > 1e-9 ? (inner * (inner - 1)) / slope : -Math.min(rx, ry, rz);
}

/** A box with half-edges hx, hy, hz, its edges rounded by `round` (inside the half-edges). */
export function box(x: number, y: number, z: number, hx: number, hy: number, hz: number, round: number): number {
  const qx = Math.abs(x) - hx + round;
  const qy = Math.abs(y) - hy + round;
  const qz = Math.abs(z) - hz + round;
  const outside = length3(Math.max(qx, 0), Math.max(qy, 0), Math.max(qz, 0));
  return outside + Math.min(Math.max(qx, qy, qz), 0) - round;
}

/** The same in the plane. */
export function rectangle(x: number, y: number, hx: number, hy: number): number {
  const qx = Math.abs(x) - hx;
  const qy = Math.abs(y) - hy;
  return length2(Math.max(qx, 0), Math.max(qy, 0)) + Math.min(Math.max(qx, qy), 0);
}

/** An upright cylinder of the given half-height. */
export function cylinder(x: number, y: number, z: number, radius: number, half: number, round: number): number {
  const across = length2(x, z) - radius + round;
  const along = Math.abs(y) - half + round;
  return Math.min(Math.max(across, along), 0) + length2(Math.max(across, 0), Math.max(along, 0)) - round;
}

/** A plane figure at distance `flat` given thickness: half-height `half` along the third axis. */
export function extrude(flat: number, along: number, half: number, round: number): number {
  const across = flat + round;
  const rise = Math.abs(along) - half + round;
  return Math.min(Math.max(across, rise), 0) + length2(Math.max(across, 0), Math.max(rise, 0)) - round;
}

/** A ring around the z axis. */
export const ring = (x: number, y: number, z: number, radius: number, tube: number): number =>
  length2(length2(x, y) - radius, z) - tube;

export type Point = readonly [x: number, y: number, z: number];

/** How far along the segment a→b the point's foot lies, 0–1. */
export function along(x: number, y: number, z: number, a: Point, b: Point): number {
  const bx = b[0] - a[0];
  const by = b[1] - a[1];
  const bz = b[2] - a[2];
  return clamp(((x - a[0]) * bx + (y - a[1]) * by + (z - a[2]) * bz) / (bx * bx + by * by + bz * bz), 0, 1);
}

/** A rod from a to b whose radius goes from ra to rb. */
export function roundCone(x: number, y: number, z: number, a: Point, b: Point, ra: number, rb: number): number {
  const share = along(x, y, z, a, b);
  const dx = x - a[0] - (b[0] - a[0]) * share;
  const dy = y - a[1] - (b[1] - a[1]) * share;
  const dz = z - a[2] - (b[2] - a[2]) * share;
  return length3(dx, dy, dz) - (ra + (rb - ra) * share);
}

/** The union of two bodies, their seam filled over a width of about k. */
export function blend(a: number, b: number, k: number): number {
  const share = clamp(0.5 + (0.5 * (b - a)) / k, 0, 1);
  return b + (a - b) * share - k * share * (1 - share);
}
