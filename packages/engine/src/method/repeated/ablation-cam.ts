import { getLayer } from "../cam.ts";
import type { RepeatedMethod } from "../method.ts";
import { inBatches, makeBatch, scoresOf } from "./batches.ts";
import { reluSum } from "./relu-sum.ts";

/** ReLU(Σ_k α_k A_k), α_k = (f_c − f_c with A_k := 0)/f_c (Desai 2020). */
export const ablationCam: RepeatedMethod = {
  slug: "ablation-cam",
  name: "Ablation-CAM",
  signed: false,
  grid: "layer",
  reduction: "none",
  description: "Feature maps weighted by how far the score falls without them (Desai 2020).",
  parameters: {},
  programs: ["activations", "head"],
  evaluate: async (context) => {
    const { target, head } = context;
    const layer = getLayer(context);
    const activations = await context.activations();
    const size = layer.height * layer.width;
    const [whole] = scoresOf(await head(activations, 1), 1, target) as [number];
    const weights: number[] = [];
    await inBatches(layer.channels, async (first, n) => {
      const batch = makeBatch(n, activations.length, (part, i) => {
        part.set(activations);
        part.fill(0, (first + i) * size, (first + i + 1) * size);
      });
      weights.push(...scoresOf(await head(batch, n), n, target).map((score) => (whole - score) / whole));
    });
    return { data: reluSum(activations, weights), shape: [1, layer.height, layer.width] };
  },
};
