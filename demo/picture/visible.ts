import type { Point } from "./distance.ts";
import { hit } from "./march.ts";
import type { Camera } from "./scene.ts";
import type { Placed } from "./solid.ts";

/** A unit vector through the point (x, y) of the picture, both from −1 to 1, y up. */
export function through(camera: Camera, x: number, y: number): Point {
  const { forward: f, right: r, up: u } = camera;
  const dx = f[0] + r[0] * x + u[0] * y;
  const dy = f[1] + r[1] * x + u[1] * y;
  const dz = f[2] + r[2] * x + u[2] * y;
  const length = Math.sqrt(dx * dx + dy * dy + dz * dz);
  return [dx / length, dy / length, dz / length];
}

/** Where the middle of a placed solid is seen, in the coordinates of `through`. */
export function seenAt(
  { eye, forward: f, right: r, up: u }: Camera,
  { hull }: Placed,
): readonly [x: number, y: number] {
  const [x, y, z] = [hull[0] - eye[0], hull[1] - eye[1], hull[2] - eye[2]];
  const depth = x * f[0] + y * f[1] + z * f[2];
  const along = (axis: Point): number =>
    (x * axis[0] + y * axis[1] + z * axis[2]) / (axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]) / depth;
  return [along(r), along(u)];
}

/** Share of the object's silhouette that the others leave visible, by a coarse grid of rays; 0 if none is in view. */
export function visibleShare(camera: Camera, object: Placed, others: readonly Placed[]): number {
  const steps = 24;
  let all = 0;
  let seen = 0;
  for (let i = 0; i < steps * steps; i++) {
    const direction = through(
      camera,
      ((i % steps) + 0.5) / (steps / 2) - 1,
      1 - (Math.floor(i / steps) + 0.5) / (steps / 2),
    );
    const far = hit(object, camera.eye, direction);
    if (far === Number.POSITIVE_INFINITY) continue;
    all++;
    if (others.every((other) => hit(other, camera.eye, direction) > far)) seen++;
  }
  return all === 0 ? 0 : seen / all;
}
