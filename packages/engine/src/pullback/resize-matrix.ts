import { number, text } from "../graph/attributes.ts";
import type { Attributes } from "../graph/graph.ts";

/** One axis of a Resize. */
export interface ResizedAxis {
  readonly input: number;
  readonly output: number;
  readonly scale: number;
  /** The part of the input that tf_crop_and_resize takes, from 0 to 1. */
  readonly crop: readonly [start: number, end: number];
}

/** Where an output element lies on the input's axis, by ONNX's coordinate_transformation_mode. */
function coordinate(mode: string, i: number, { input, output, scale, crop: [start, end] }: ResizedAxis): number {
  switch (mode) {
    case "asymmetric":
      return i / scale;
    case "align_corners":
      return output === 1 ? 0 : (i * (input - 1)) / (output - 1);
    case "pytorch_half_pixel":
      return output === 1 ? 0 : (i + 0.5) / scale - 0.5;
    case "tf_crop_and_resize":
      return (output === 1 ? (start + end) / 2 : start + (i * (end - start)) / (output - 1)) * (input - 1);
    default:
      return (i + 0.5) / scale - 0.5;
  }
}

const nearest: Readonly<Record<string, (x: number) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
};

/** The cubic kernel at distance t (Keys 1981). */
function keys(t: number, a: number): number {
  const d = Math.abs(t);
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? ((d - 5) * d + 8) * d * a - 4 * a : 0;
}

/** The input elements that make up a place, and how much of each; places beyond the edge are still to be clamped. */
function taps(attributes: Attributes, x: number, input: number): (readonly [place: number, weight: number])[] {
  const mode = text(attributes, "mode", "nearest");
  if (mode === "nearest") return [[nearest[text(attributes, "nearest_mode", "round_prefer_floor")]!(x), 1]];
  const low = Math.floor(x);
  if (mode === "linear") {
    return [
      [low, 1 - (x - low)],
      [low + 1, x - low],
    ];
  }
  const a = number(attributes, "cubic_coeff_a", -0.75);
  const all = [-1, 0, 1, 2].map((k) => [low + k, keys(x - low - k, a)] as const);
  if (number(attributes, "exclude_outside", 0) !== 1) return all;
  const inside = all.filter(([place]) => place >= 0 && place < input);
  const total = inside.reduce((sum, [, weight]) => sum + weight, 0);
  return inside.map(([place, weight]) => [place, weight / total]);
}

/** A Resize along one axis as a matrix [output, input], row-major. */
export function resizeMatrix(attributes: Attributes, axis: ResizedAxis): Float32Array {
  const { input, output } = axis;
  const mode = text(attributes, "coordinate_transformation_mode", "half_pixel");
  const matrix = new Float32Array(output * input);
  const clamp = (i: number) => Math.min(Math.max(i, 0), input - 1);
  for (let i = 0; i < output; i++) {
    const x = coordinate(mode, i, axis);
    // Beyond the picture a crop has extrapolation_value, a constant.
    if (mode === "tf_crop_and_resize" && (x < 0 || x > input - 1)) continue;
    for (const [place, weight] of taps(attributes, x, input)) matrix[i * input + clamp(place)]! += weight;
  }
  return matrix;
}
