import { mixBits } from "./random.ts";

/** Uniform in [0, 1) for each point of the whole-number lattice. */
function lattice(x: number, y: number, z: number, seed: number): number {
  return mixBits(Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(z, 0x1b873593) ^ seed) / 4294967296;
}

/** Value noise in [0, 1): lattice values joined by smooth steps; features about one unit wide. */
export function noise3(x: number, y: number, z: number, seed: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const k = Math.floor(z);
  const u = (x - i) * (x - i) * (3 - 2 * (x - i));
  const v = (y - j) * (y - j) * (3 - 2 * (y - j));
  const w = (z - k) * (z - k) * (3 - 2 * (z - k));
  const edge = (dj: number, dk: number): number => {
    const from = lattice(i, j + dj, k + dk, seed);
    return from + (lattice(i + 1, j + dj, k + dk, seed) - from) * u;
  };
  const near = edge(0, 0) + (edge(1, 0) - edge(0, 0)) * v;
  const far = edge(0, 1) + (edge(1, 1) - edge(0, 1)) * v;
  return near + (far - near) * w;
}

/** Value noise in [0, 1) on the plane. */
export function noise2(x: number, y: number, seed: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const u = (x - i) * (x - i) * (3 - 2 * (x - i));
  const v = (y - j) * (y - j) * (3 - 2 * (y - j));
  const low = lattice(i, j, 0, seed);
  const high = lattice(i, j + 1, 0, seed);
  const near = low + (lattice(i + 1, j, 0, seed) - low) * u;
  const far = high + (lattice(i + 1, j + 1, 0, seed) - high) * u;
  return near + (far - near) * v;
}

/** Several octaves of value noise, each twice as fine and half as strong; in [0, 1). */
export function cloud(x: number, y: number, octaves: number, seed: number): number {
  let sum = 0;
  let weight = 1;
  let scale = 1;
  let total = 0;
  for (let octave = 0; octave < octaves; octave++) {
    sum += weight * noise2(x * scale, y * scale, seed + octave);
    total += weight;
    weight /= 2;
    scale *= 2;
  }
  return sum / total;
}

export interface Cell {
  /** Distance to the nearest cell's centre, in cells. */
  readonly distance: number;
  /** How much farther the second-nearest centre is: 0 on the border between two cells. */
  readonly border: number;
  /** The cell's own number in [0, 1). */
  readonly value: number;
}

/** Cellular noise (Worley 1996): one jittered centre in each unit square. */
export function cell(x: number, y: number, seed: number): Cell {
  const i = Math.floor(x);
  const j = Math.floor(y);
  let nearest = 9;
  let second = 9;
  let value = 0;
  for (let dj = -1; dj <= 1; dj++) {
    for (let di = -1; di <= 1; di++) {
      const cx = i + di + lattice(i + di, j + dj, 1, seed) - x;
      const cy = j + dj + lattice(i + di, j + dj, 2, seed) - y;
      const square = cx * cx + cy * cy;
      if (square < nearest) {
        second = nearest;
        nearest = square;
        value = lattice(i + di, j + dj, 3, seed);
      } else if (square < second) second = square;
    }
  }
  const distance = Math.sqrt(nearest);
  return { distance, border: Math.sqrt(second) - distance, value };
}
