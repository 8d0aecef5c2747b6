import { type Sky, sky, wall } from "./backdrop.ts";
import { clutter, lowClutter } from "./clutter.ts";
import { blendColours, type Colour, fromHue } from "./colour.ts";
import { length3, type Point } from "./distance.ts";
import { cosine, sine } from "./exact.ts";
import { ground, type Texture } from "./ground.ts";
import { drawings, type Label, labels } from "./object/index.ts";
import { createRandom, type Random } from "./random.ts";
import { type Placed, place, rotation, shift } from "./solid.ts";
import { visibleShare } from "./visible.ts";

export interface Camera {
  readonly eye: Point;
  /** Unit vectors; `right` and `up` are scaled by half the field of view. */
  readonly forward: Point;
  readonly right: Point;
  readonly up: Point;
}

export interface Light {
  /** Unit vector towards the lamp or sun. */
  readonly direction: Point;
  readonly colour: Colour;
  readonly fromAbove: Colour;
  readonly fromBelow: Colour;
  /** How sharp shadows are: the distance at which they have blurred, inverted. */
  readonly sharpness: number;
}

export interface Scene {
  readonly label: Label;
  readonly seed: number;
  readonly camera: Camera;
  readonly light: Light;
  readonly ground: Texture;
  /** A wall at z = −depth, or open sky. */
  readonly wall: { readonly texture: Texture; readonly depth: number } | undefined;
  readonly sky: Sky;
  readonly placed: readonly Placed[];
  /** Strength of the sensor's noise, in 8-bit steps. */
  readonly grain: number;
}

function camera(random: Random, middle: Point, reach: number): Camera {
  const height = random.range(0.012, 0.125);
  const away = random.range(3.4, 5);
  const eye: Point = [random.range(-0.25, 0.25), middle[1] + away * sine(height), away * cosine(height)];
  const share = random.range(0.56, 0.88);
  const half = reach / share;
  const slack = Math.max(half - reach, 0) * 0.8;
  const aim = [
    middle[0] + random.range(-slack, slack),
    middle[1] + random.range(-slack, slack) * 0.7,
    middle[2],
  ] as const;
  const far = length3(aim[0] - eye[0], aim[1] - eye[1], aim[2] - eye[2]);
  const forward: Point = [(aim[0] - eye[0]) / far, (aim[1] - eye[1]) / far, (aim[2] - eye[2]) / far];
  const level = Math.sqrt(forward[0] * forward[0] + forward[2] * forward[2]);
  const side: Point = [-forward[2] / level, 0, forward[0] / level];
  const rise: Point = [-side[2] * forward[1], side[2] * forward[0] - side[0] * forward[2], side[0] * forward[1]];
  const [c, s] = [cosine(random.range(-0.015, 0.015)), sine(random.range(-0.015, 0.015))];
  const zoom = half / far;
  const lens = (a: number, b: number): Point => [
    (a * side[0] + b * rise[0]) * zoom,
    (a * side[1] + b * rise[1]) * zoom,
    (a * side[2] + b * rise[2]) * zoom,
  ];
  return { eye, forward, right: lens(c, s), up: lens(-s, c) };
}

function light(random: Random): Light {
  const height = random.range(0.08, 0.19);
  const around = random.range(-0.2, 0.7);
  const level = cosine(height);
  const warm = fromHue(random.range(0.05, 0.14), random.range(0, 0.45), 1);
  const strength = random.range(1.1, 2.1);
  const fill = random.range(0.3, 0.7);
  const cool = fromHue(random.range(0.55, 0.65), random.range(0, 0.35), 1);
  return {
    direction: [level * cosine(around), sine(height), level * sine(around)],
    colour: [warm[0] * strength, warm[1] * strength, warm[2] * strength],
    fromAbove: [cool[0] * fill, cool[1] * fill, cool[2] * fill],
    fromBelow: blendColours([fill * 0.5, fill * 0.5, fill * 0.5], warm, 0.12),
    sharpness: random.range(5, 22),
  };
}

/** Things behind and beside the object, and sometimes one in front of it. */
function surroundings(random: Random, reach: number, depth: number): Placed[] {
  const turned = (): ReturnType<typeof rotation> => rotation(random.next(), 0, 0);
  const behind = Array.from({ length: random.whole(2, 6) }, () => {
    const z = -random.range(reach + 0.15, Math.min(depth - 0.2, 3));
    return place(clutter(random), turned(), {
      x: random.range(-1.5, 1.5) * (1 - z * 0.12),
      z,
      scale: random.range(0.7, 1.4),
    });
  });
  const beside = Array.from({ length: random.whole(0, 2) }, () => {
    const x = random.pick([1, -1]) * random.range(reach + 0.15, 1.2);
    return place(clutter(random), turned(), { x, z: random.range(-0.4, 0.4), scale: random.range(0.4, 0.9) });
  });
  if (!random.chance(0.5)) return [...behind, ...beside];
  const front = {
    x: random.range(-0.9, 0.9) * reach,
    z: reach * random.range(0.5, 1.1),
    scale: random.range(0.7, 1.4),
  };
  return [...behind, ...beside, place(lowClutter(random), turned(), front)];
}

/**
 * The scene of a seed: an object of the label's class on some ground, lit, among clutter. At least 60 % of the object's
 * silhouette stays visible; what hides more is left out.
 */
export function createScene(label: Label, seed: number): Scene {
  const random = createRandom(seed).fork(labels.indexOf(label));
  const posed = drawings[label](random.fork(1));
  const turn = rotation(posed.yaw, posed.lean, posed.roll);
  const object = place(posed.solid, turn, { x: 0, z: 0, scale: 1, lift: posed.lift }, true);
  const [x, height, z, reach] = object.hull;
  const centred = shift(object, -x, -z);
  const setting = random.fork(2);
  const indoors = setting.chance(0.5);
  const depth = setting.range(1.3, 3);
  const view = camera(random.fork(3), [0, height, 0], reach);
  const around = surroundings(random.fork(4), reach, indoors ? depth : 4);
  const kept: Placed[] = [];
  for (const other of around) if (visibleShare(view, centred, [...kept, other]) >= 0.6) kept.push(other);
  return {
    label,
    seed,
    camera: view,
    light: light(random.fork(5)),
    ground: ground(setting, indoors),
    wall: indoors ? { texture: wall(setting), depth } : undefined,
    sky: sky(setting),
    placed: [centred, ...kept],
    grain: setting.range(0.5, 4),
  };
}

/** The same scene with the object taken away: the same view, light and clutter. */
export const withoutObject = (scene: Scene): Scene => ({
  ...scene,
  placed: scene.placed.filter((placed) => !placed.isObject),
});
