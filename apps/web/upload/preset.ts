/** x = (value in 0–255 − mean) / std, by channel R, G, B. */
export interface Scaling {
  mean: readonly [number, number, number];
  std: readonly [number, number, number];
}

export interface Preset extends Scaling {
  id: string;
  name: string;
}

export const presets: readonly Preset[] = [
  {
    id: "torchvision",
    name: "torchvision (ImageNet mean and deviation)",
    mean: [123.675, 116.28, 103.53],
    std: [58.395, 57.12, 57.375],
  },
  { id: "unit", name: "0 to 1", mean: [0, 0, 0], std: [255, 255, 255] },
  { id: "symmetric", name: "−1 to 1", mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] },
  { id: "caffe", name: "Caffe (mean taken off)", mean: [123, 117, 104], std: [1, 1, 1] },
  { id: "raw", name: "0 to 255, as it is", mean: [0, 0, 0], std: [1, 1, 1] },
];

/** The preset that these numbers are, if any: a form shows its name instead of six numbers. */
export const presetOf = ({ mean, std }: Scaling) =>
  presets.find((preset) => sameTriple(preset.mean, mean) && sameTriple(preset.std, std)) ?? null;

const sameTriple = (a: readonly number[], b: readonly number[]) => a.every((value, channel) => value === b[channel]);
