import { clamp } from "./exact.ts";
import { mixBits } from "./random.ts";
import type { Scene } from "./scene.ts";
import { trace } from "./trace.ts";
import { through } from "./visible.ts";

export interface Picture {
  readonly size: number;
  /** [size, size, 3], 8-bit, display values (the square root of linear light). */
  readonly pixels: Uint8Array;
  /** [size, size]: how much of each pixel shows the object itself, 0–255. */
  readonly coverage: Uint8Array;
  /** [size, size]: 1 where the object dims the light of something else: its shadow and its contact shade. */
  readonly shade: Uint8Array;
}

/** Four places in a pixel, then twelve more where those see different things. */
const coarse = [1, 3].flatMap((y) => [1, 3].map((x) => [x / 4, y / 4] as const));
const fine = [0, 1, 2, 3].flatMap((y) => [0, 1, 2, 3].map((x) => [(x + 0.5) / 4, (y + 0.5) / 4] as const));

/** Highlights roll off instead of clipping; 1 − e^−x would do, but is not exact everywhere. */
const develop = (light: number): number => Math.sqrt(clamp((light * (1 + light / 6)) / (0.75 + light), 0, 1)) * 255;

/** Draws a scene. The same scene and size give the same bytes on every machine. */
export function render(scene: Scene, size: number): Picture {
  const pixels = new Uint8Array(size * size * 3);
  const coverage = new Uint8Array(size * size);
  const shade = new Uint8Array(size * size);
  for (let i = 0; i < size * size; i++) {
    const [px, py] = [i % size, Math.floor(i / size)];
    const sample = (at: readonly [number, number]): ReturnType<typeof trace> => {
      const direction = through(scene.camera, ((px + at[0]) / size) * 2 - 1, 1 - ((py + at[1]) / size) * 2);
      return trace(scene, scene.camera.eye, direction);
    };
    let samples = coarse.map(sample);
    if (samples.some((one) => one.surface !== samples[0]!.surface)) samples = fine.map(sample);
    let [red, green, blue, own] = [0, 0, 0, 0];
    for (const one of samples) {
      red += develop(one.colour[0]);
      green += develop(one.colour[1]);
      blue += develop(one.colour[2]);
      if (scene.placed[one.surface]?.isObject) own++;
      else if (one.shaded) shade[i] = 1;
    }
    coverage[i] = Math.round((own / samples.length) * 255);
    [red, green, blue].forEach((sum, channel) => {
      const noise = mixBits(Math.imul(i * 3 + channel + 1, 0x9e3779b1) ^ scene.seed) / 4294967296 - 0.5;
      pixels[i * 3 + channel] = clamp(Math.round(sum / samples.length + noise * 2 * scene.grain), 0, 255);
    });
  }
  return { size, pixels, coverage, shade };
}
