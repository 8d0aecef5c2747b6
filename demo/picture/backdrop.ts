import { anyColour, blendColours, type Colour, fromHue, grey, scaleColour } from "./colour.ts";
import { fold, smoothstep } from "./exact.ts";
import type { Texture } from "./ground.ts";
import { cloud, noise2 } from "./noise.ts";
import type { Random } from "./random.ts";

function wallpaper(random: Random, seed: number): Texture {
  const base = blendColours(anyColour(random), grey(0.6), random.range(0.1, 0.7));
  const other = blendColours(anyColour(random), base, random.range(0, 0.6));
  const scale = random.range(1.5, 4);
  const kind = random.whole(0, 4);
  return (u, v) => {
    const plaster = 0.85 + 0.3 * cloud(u * 4, v * 4, 3, seed);
    if (kind === 0) return scaleColour(fold(u * scale) < 0.2 ? other : base, plaster);
    if (kind === 1) {
      const row = Math.floor(v * scale * 2.2);
      const joint = fold(v * scale * 2.2) < 0.06 || fold(u * scale + (row % 2) / 2) < 0.03;
      const tone = 0.7 + 0.5 * noise2(Math.floor(u * scale + (row % 2) / 2 + 0.5) * 4.4, row * 6.1, seed);
      return joint ? grey(0.4) : scaleColour(base, tone * plaster);
    }
    if (kind === 2) {
      const [du, dv] = [fold(u * scale), fold(v * scale + (Math.floor(u * scale + 0.5) % 2) / 2)];
      return scaleColour(du * du + dv * dv < 0.045 ? other : base, plaster);
    }
    if (kind === 3) return scaleColour(v < 0.45 ? other : fold(v * 6) < 0.02 ? scaleColour(other, 0.5) : base, plaster);
    return scaleColour(base, 0.6 + 0.6 * cloud(u * 2, v * 2, 4, seed));
  };
}

/** A wall with a skirting board and some framed pictures: colours and edges that mean nothing. */
export function wall(random: Random): Texture {
  const paper = wallpaper(random, random.whole(0, 1e6));
  const seed = random.whole(0, 1e6);
  const board = grey(random.range(0.1, 0.8));
  const frames = Array.from({ length: random.whole(0, 3) }, () => ({
    u: random.range(-2.2, 2.2),
    v: random.range(0.7, 2),
    hu: random.range(0.15, 0.5),
    hv: random.range(0.15, 0.45),
    edge: anyColour(random),
    low: anyColour(random),
    high: anyColour(random),
  }));
  return (u, v) => {
    for (const frame of frames) {
      const inset = Math.min(frame.hu - Math.abs(u - frame.u), frame.hv - Math.abs(v - frame.v));
      if (inset > 0.04) {
        return blendColours(
          frame.low,
          frame.high,
          smoothstep(-0.2, 0.2, v - frame.v + 0.5 * (cloud(u * 5, v * 5, 2, seed) - 0.5)),
        );
      }
      if (inset > 0) return frame.edge;
    }
    return v < 0.12 ? board : paper(u, v);
  };
}

export interface Sky {
  /** Light from a direction: across (−x to x) and up (the direction's y), both as parts of a unit vector. */
  readonly look: (across: number, up: number) => Colour;
  /** The colour that far ground fades into. */
  readonly haze: Colour;
}

/** Sky with clouds over one or two ranges of hills or a line of trees. */
export function sky(random: Random): Sky {
  const seed = random.whole(0, 1e6);
  const kind = random.pick(["day", "day", "day", "grey", "dusk"] as const);
  const high: Colour = kind === "day" ? [0.1, 0.3, 0.75] : kind === "grey" ? [0.4, 0.45, 0.5] : [0.16, 0.12, 0.35];
  const low: Colour = kind === "day" ? [0.6, 0.75, 0.92] : kind === "grey" ? [0.68, 0.7, 0.72] : [0.95, 0.5, 0.22];
  const cover = random.range(0.35, 0.65);
  const far = blendColours(fromHue(random.range(0.25, 0.65), 0.5, 0.35), low, 0.45);
  const near = fromHue(random.range(0.15, 0.42), random.range(0.4, 0.8), random.range(0.1, 0.3));
  const [rise, trees] = [random.range(0.03, 0.2), random.chance(0.5)];
  return {
    haze: blendColours(low, near, 0.4),
    look: (across, up) => {
      const ridge = rise * (cloud(across * 3 + 9, 0.5, 3, seed) - 0.25);
      const crown = trees ? 0.06 * noise2(across * 34, 3, seed + 2) + 0.03 * noise2(across * 80, 5, seed + 2) : 0;
      const front = rise * 0.55 * (cloud(across * 4 - 7, 1.5, 2, seed + 1) - 0.2) + crown;
      if (up < front) return scaleColour(near, 0.7 + 0.6 * noise2(across * 60, up * 60, seed));
      if (up < ridge) return far;
      const clouds = smoothstep(cover, cover + 0.22, cloud(across * 3.2, up * 7, 4, seed + 4));
      return blendColours(blendColours(low, high, smoothstep(0, 0.5, up)), [0.95, 0.95, 0.95], clouds * 0.85);
    },
  };
}
