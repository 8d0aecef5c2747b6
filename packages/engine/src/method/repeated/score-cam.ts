import { resize } from "../../heatmap/resize.ts";
import { getLayer } from "../cam.ts";
import type { RepeatedMethod } from "../method.ts";
import { inBatches, makeBatch, scoresOf } from "./batches.ts";
import { reluSum } from "./relu-sum.ts";

/** An activation map stretched to 0…1; a constant one, which tells nothing apart, becomes 0. */
function stretched(values: Float32Array): Float64Array {
  const [low, high] = values.reduce(
    ([a, b], v) => [Math.min(a, v), Math.max(b, v)] as [number, number],
    [Infinity, -Infinity],
  );
  return Float64Array.from(values, (v) => (high > low ? (v - low) / (high - low) : 0));
}

const softmax = (values: readonly number[]): number[] => {
  const highest = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = values.map((v) => Math.exp(v - highest));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / total);
};

/** ReLU(Σ_k α_k A_k), α = softmax over k of f_c(x ⊙ resized min-max A_k) (Wang 2020). */
export const scoreCam: RepeatedMethod = {
  slug: "score-cam",
  name: "Score-CAM",
  signed: false,
  grid: "layer",
  reduction: "none",
  description: "Feature maps weighted by the score that the picture keeps where they are active (Wang 2020).",
  parameters: {},
  programs: ["activations", "scores"],
  evaluate: async (context) => {
    const { pixels, height, width, target, scores } = context;
    const layer = getLayer(context);
    const activations = await context.activations();
    const size = layer.height * layer.width;
    const kept: number[] = [];
    await inBatches(layer.channels, async (first, n) => {
      const batch = makeBatch(n, pixels.length, (part, i) => {
        const values = stretched(activations.subarray((first + i) * size, (first + i + 1) * size));
        const mask = resize({ width: layer.width, height: layer.height, values }, width, height).values;
        for (let k = 0; k < part.length; k++) part[k] = pixels[k]! * mask[k % mask.length]!;
      });
      kept.push(...scoresOf(await scores(batch, n), n, target));
    });
    return { data: reluSum(activations, softmax(kept)), shape: [1, layer.height, layer.width] };
  },
};
