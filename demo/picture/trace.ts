import { blendColours, type Colour } from "./colour.ts";
import type { Point } from "./distance.ts";
import { clamp, smoothstep } from "./exact.ts";
import { hit, light, toOwn } from "./march.ts";
import type { Scene } from "./scene.ts";
import { distanceTo, type Paint, type Part, type Placed, partAt } from "./solid.ts";

export interface Sample {
  /** Linear light. */
  readonly colour: Colour;
  /** What the ray met: the index of a placed solid, −1 the ground, −2 wall or sky. */
  readonly surface: number;
  /** Whether the object dims this point. */
  readonly shaded: boolean;
}

/** Where a part's distance grows fastest: its normal, in own coordinates (four points of a tetrahedron). */
function normalOf(part: Part, x: number, y: number, z: number): Point {
  const e = 0.0015;
  const a = part.distance(x + e, y - e, z - e);
  const b = part.distance(x - e, y - e, z + e);
  const c = part.distance(x - e, y + e, z - e);
  const d = part.distance(x + e, y + e, z + e);
  const [nx, ny, nz] = [a - b - c + d, -a - b + c + d, -a + b - c + d];
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz) || 1;
  return [nx / length, ny / length, nz / length];
}

/** Light that reaches a point directly, 0–1, and whether the object takes part of it. */
function reach(scene: Scene, point: Point): { readonly share: number; readonly shaded: boolean } {
  let share = 1;
  let shaded = false;
  for (const placed of scene.placed) {
    const passed = light(placed, point, scene.light.direction, scene.light.sharpness);
    if (passed < 1 && placed.isObject) shaded = true;
    share = Math.min(share, passed);
  }
  return { share, shaded };
}

/** Less of the sky reaches what lies close to a solid: 1 in the open, .45 at the touch. */
function openness(placed: Placed, point: Point): number {
  const [hx, hy, hz, radius] = placed.hull;
  const [x, y, z] = [point[0] - hx, point[1] - hy, point[2] - hz];
  const margin = radius + 0.3 * placed.scale;
  if (x * x + y * y + z * z > margin * margin) return 1;
  const o = toOwn(placed, point);
  return 0.45 + 0.55 * smoothstep(0, 0.3, distanceTo(placed.solid, o[0], o[1], o[2]));
}

/** Lambert's diffuse light, light of the surroundings, and a highlight (Blinn 1977). */
function shadeOf(scene: Scene, paint: Paint, normal: Point, view: Point, direct: number, open: number): Colour {
  const { direction: l, colour, fromAbove, fromBelow } = scene.light;
  const facing = Math.max(normal[0] * l[0] + normal[1] * l[1] + normal[2] * l[2], 0) * direct;
  const around = blendColours(fromBelow, fromAbove, normal[1] * 0.5 + 0.5);
  const [bx, by, bz] = [l[0] - view[0], l[1] - view[1], l[2] - view[2]];
  const length = Math.sqrt(bx * bx + by * by + bz * bz) || 1;
  const mirror = Math.max((normal[0] * bx + normal[1] * by + normal[2] * bz) / length, 0);
  let shine = mirror * mirror;
  for (let square = 0; square < 4; square++) shine *= shine;
  const rim = 1 - clamp(-(normal[0] * view[0] + normal[1] * view[1] + normal[2] * view[2]), 0, 1);
  const glint = paint.gloss * (shine * direct * 0.7 + rim * rim * rim * rim * 0.25 * open);
  const channel = (i: 0 | 1 | 2): number =>
    paint.colour[i] * (colour[i] * facing + around[i] * open) + glint * colour[i];
  return [channel(0), channel(1), channel(2)];
}

function onSolid(scene: Scene, index: number, at: Point, view: Point): Sample {
  const placed = scene.placed[index]!;
  const [x, y, z] = toOwn(placed, at);
  const part = partAt(placed.solid, x, y, z);
  const own = normalOf(part, x, y, z);
  const m = placed.rotation;
  const normal: Point = [
    m[0] * own[0] + m[1] * own[1] + m[2] * own[2],
    m[3] * own[0] + m[4] * own[1] + m[5] * own[2],
    m[6] * own[0] + m[7] * own[1] + m[8] * own[2],
  ];
  const point: Point = [at[0] + normal[0] * 0.008, at[1] + normal[1] * 0.008, at[2] + normal[2] * 0.008];
  const l = scene.light.direction;
  const lit = normal[0] * l[0] + normal[1] * l[1] + normal[2] * l[2] > 0;
  const direct = lit ? reach(scene, point) : { share: 0, shaded: false };
  const hollow = distanceTo(placed.solid, x + own[0] * 0.12, y + own[1] * 0.12, z + own[2] * 0.12) / 0.12;
  const open = (0.35 + 0.65 * clamp(hollow, 0, 1)) * (0.55 + 0.45 * smoothstep(0, 0.35, point[1]));
  return {
    colour: shadeOf(scene, part.paint(x, y, z), normal, view, direct.share, open),
    surface: index,
    shaded: direct.shaded,
  };
}

function onFlat(scene: Scene, colour: Colour, point: Point, normal: Point, view: Point, surface: number): Sample {
  const direct = reach(scene, point);
  let open = 1;
  let shaded = direct.shaded;
  for (const placed of scene.placed) {
    const one = openness(placed, point);
    if (one < 1 && placed.isObject) shaded = true;
    open *= one;
  }
  return { colour: shadeOf(scene, { colour, gloss: 0 }, normal, view, direct.share, open), surface, shaded };
}

/** What one ray sees. */
export function trace(scene: Scene, eye: Point, view: Point): Sample {
  let nearest = Number.POSITIVE_INFINITY;
  let found = -1;
  scene.placed.forEach((placed, index) => {
    const far = hit(placed, eye, view);
    if (far < nearest) [nearest, found] = [far, index];
  });
  const down = view[1] < -1e-4 ? -eye[1] / view[1] : Number.POSITIVE_INFINITY;
  const back = scene.wall && view[2] < -1e-4 ? -(eye[2] + scene.wall.depth) / view[2] : Number.POSITIVE_INFINITY;
  const at = (t: number): Point => [eye[0] + view[0] * t, eye[1] + view[1] * t, eye[2] + view[2] * t];
  if (nearest < down && nearest < back) return onSolid(scene, found, at(nearest), view);
  if (scene.wall && back < down) {
    const point = at(back);
    return onFlat(
      scene,
      scene.wall.texture(point[0], point[1]),
      [point[0], point[1], point[2] + 0.004],
      [0, 0, 1],
      view,
      -2,
    );
  }
  if (down < 30) {
    const point = at(down);
    const lit = onFlat(scene, scene.ground(point[0], point[2]), [point[0], 0.004, point[2]], [0, 1, 0], view, -1);
    const fade = smoothstep(7, 26, down);
    return fade > 0 ? { ...lit, colour: blendColours(lit.colour, scene.sky.haze, fade) } : lit;
  }
  return {
    colour: down < Number.POSITIVE_INFINITY ? scene.sky.haze : scene.sky.look(view[0], view[1]),
    surface: -2,
    shaded: false,
  };
}
