import { anyColour, blendColours, type Colour, fromHue, grey, scaleColour } from "./colour.ts";
import { cosine, fold, sine, smoothstep } from "./exact.ts";
import { cell, cloud, noise2 } from "./noise.ts";
import type { Random } from "./random.ts";

/** Reflectance of a flat surface at (u, v), in the scene's units. */
export type Texture = (u: number, v: number) => Colour;

type Kind = (random: Random, seed: number) => Texture;

const planks: Kind = (random, seed) => {
  const wood = random.pick<Colour>([
    [0.45, 0.25, 0.11],
    [0.25, 0.12, 0.05],
    [0.6, 0.42, 0.24],
    [0.4, 0.36, 0.32],
  ]);
  const wide = random.range(2, 4.5);
  return (u, v) => {
    const row = Math.floor(v * wide);
    const tone = noise2(row * 7.1, Math.floor(u * 0.6 + row * 0.37) * 3.3, seed);
    const grain = cloud(u * 2.5 + row * 9, v * 30, 3, seed + 1);
    const joint = fold(v * wide) < 0.035 || fold(u * 0.6 + row * 0.37) < 0.008;
    return scaleColour(wood, joint ? 0.35 : 0.55 + 0.5 * tone + 0.5 * (grain - 0.3));
  };
};

const tiles: Kind = (random, seed) => {
  const [first, second] = [anyColour(random), random.chance(0.5) ? grey(random.range(0.3, 0.8)) : anyColour(random)];
  const scale = random.range(1.6, 3.4);
  const checked = random.chance(0.6);
  return (u, v) => {
    const [i, j] = [Math.floor(u * scale), Math.floor(v * scale)];
    if (fold(u * scale) < 0.03 || fold(v * scale) < 0.03) return grey(0.28);
    const tone = 0.8 + 0.25 * noise2(i * 5.7, j * 8.3, seed) + 0.12 * (cloud(u * 12, v * 12, 2, seed) - 0.5);
    return scaleColour(checked && (i + j) % 2 !== 0 ? second : first, tone);
  };
};

const carpet: Kind = (random, seed) => {
  const [first, second, third] = [anyColour(random), anyColour(random), anyColour(random)];
  const scale = random.range(1.2, 2.6);
  return (u, v) => {
    const diamond = fold(u * scale) + fold(v * scale);
    const pattern = diamond < 0.2 ? third : diamond < 0.48 ? second : first;
    return scaleColour(pattern, 0.65 + 0.6 * noise2(u * 38, v * 38, seed));
  };
};

const grass: Kind = (random, seed) => {
  const green = fromHue(random.range(0.2, 0.34), random.range(0.7, 0.92), random.range(0.22, 0.42));
  const dry = fromHue(random.range(0.12, 0.18), 0.7, 0.45);
  return (u, v) => {
    const patch = cloud(u * 1.1, v * 1.1, 3, seed);
    const blade = noise2(u * 34, v * 13, seed + 7) * 0.6 + noise2(u * 60, v * 26, seed + 9) * 0.4;
    const flower = cell(u * 2.6, v * 2.6, seed + 3);
    if (flower.distance < 0.075 && flower.value > 0.62) return flower.value > 0.8 ? [0.9, 0.8, 0.2] : grey(0.9);
    return scaleColour(blendColours(green, dry, smoothstep(0.45, 0.75, patch) * 0.7), 0.35 + 1.1 * blade);
  };
};

const sand: Kind = (random, seed) => {
  const tone = random.pick<Colour>([
    [0.75, 0.58, 0.34],
    [0.72, 0.66, 0.54],
    [0.6, 0.35, 0.18],
  ]);
  return (u, v) => {
    const ripple = fold(v * 2.6 + cloud(u, v, 2, seed) * 1.6);
    return scaleColour(tone, 0.72 + 0.36 * ripple + 0.3 * (noise2(u * 45, v * 45, seed) - 0.4));
  };
};

const snow: Kind = (_random, seed) => (u, v) => {
  const drift = cloud(u * 0.9, v * 1.8, 3, seed);
  return blendColours(
    [0.62, 0.7, 0.82],
    [0.92, 0.93, 0.95],
    smoothstep(0.3, 0.65, drift + 0.15 * noise2(u * 30, v * 30, seed)),
  );
};

const cobbles: Kind = (random, seed) => {
  const stone = blendColours(grey(random.range(0.2, 0.5)), anyColour(random), 0.2);
  const scale = random.range(2.6, 5);
  return (u, v) => {
    const { border, value, distance } = cell(u * scale, v * scale, seed);
    const round = 0.75 + 0.45 * (0.6 - distance);
    return scaleColour(
      stone,
      border < 0.08 ? 0.25 : (0.65 + 0.6 * value) * round + 0.15 * noise2(u * 30, v * 30, seed),
    );
  };
};

const soil: Kind = (random, seed) => {
  const earth = random.pick<Colour>([
    [0.2, 0.11, 0.06],
    [0.3, 0.2, 0.12],
    [0.16, 0.14, 0.1],
  ]);
  const leaf = fromHue(random.range(0.02, 0.3), 0.85, random.range(0.3, 0.6));
  return (u, v) => {
    const litter = cell(u * 4.2, v * 5.2, seed + 5);
    const lump = 0.5 + 0.9 * cloud(u * 7, v * 7, 3, seed);
    if (litter.value > 0.5 && litter.distance < 0.3 * lump && litter.border > 0.12) {
      return scaleColour(leaf, (litter.value - 0.1) * lump);
    }
    return scaleColour(earth, lump);
  };
};

const asphalt: Kind = (random, seed) => {
  const dark = random.range(0.08, 0.22);
  const line = random.chance(0.6) ? random.range(-1.2, 1.2) : 99;
  return (u, v) => {
    if (Math.abs(u * 0.9 + v * 0.35 - line) < 0.07)
      return scaleColour([0.8, 0.75, 0.55], 0.8 + 0.3 * noise2(u * 30, v * 30, seed));
    const crack = cell(u * 1.1, v * 1.1, seed).border < 0.025 ? 0.5 : 1;
    return grey(dark * crack * (0.6 + 0.8 * noise2(u * 48, v * 48, seed)));
  };
};

const cloth: Kind = (random, seed) => {
  const [base, other] = [blendColours(anyColour(random), grey(0.85), 0.3), anyColour(random)];
  const scale = random.range(2, 4);
  return (u, v) => {
    const across = (fold(u * scale) < 0.17 ? 1 : 0) + (fold(v * scale) < 0.17 ? 1 : 0);
    return scaleColour(blendColours(base, other, across * 0.45), 0.82 + 0.3 * noise2(u * 50, v * 50, seed));
  };
};

const stone: Kind = (random, seed) => {
  const [base, vein] = [
    blendColours(grey(random.range(0.3, 0.75)), anyColour(random), 0.15),
    grey(random.range(0.05, 0.9)),
  ];
  return (u, v) => {
    const warp = cloud(u * 1.6, v * 1.6, 4, seed);
    return blendColours(
      base,
      vein,
      0.6 * smoothstep(0.12, 0, fold(u * 0.7 + v * 0.5 + warp * 2.2)) + 0.15 * noise2(u * 25, v * 25, seed),
    );
  };
};

const inside = [planks, tiles, carpet, cloth, stone] as const;
const outside = [grass, sand, snow, cobbles, soil, asphalt, planks] as const;

/** A floor or table top, or open ground; turned and shifted at random. */
export function ground(random: Random, indoors: boolean): Texture {
  const texture = random.pick<Kind>(indoors ? inside : outside)(random, random.whole(0, 1e6));
  const turn = random.next();
  const [c, s] = [cosine(turn), sine(turn)];
  const [du, dv] = [random.range(-50, 50), random.range(-50, 50)];
  return (u, v) => texture(c * u - s * v + du, s * u + c * v + dv);
}
