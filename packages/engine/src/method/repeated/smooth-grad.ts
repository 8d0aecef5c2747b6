import type { EvaluationContext, RepeatedMethod } from "../method.ts";
import { inBatches, makeBatch } from "./batches.ts";
import { checkCount, checkShare } from "./check.ts";
import { normal } from "./random.ts";

/** Sums of gradients and of their squares over noisy copies of the picture. */
async function noisyGradients({ pixels, parameters, gradient }: EvaluationContext) {
  const samples = Number(parameters.samples);
  const [low, high] = pixels.reduce(
    ([a, b], v) => [Math.min(a, v), Math.max(b, v)] as [number, number],
    [Infinity, -Infinity],
  );
  const sigma = Number(parameters.sigma) * (high - low);
  const noise = normal(Number(parameters.seed));
  const [sum, squares] = [new Float64Array(pixels.length), new Float64Array(pixels.length)];
  await inBatches(samples, async (_, n) => {
    const batch = makeBatch(n, pixels.length, (part) => {
      for (let k = 0; k < part.length; k++) part[k] = pixels[k]! + sigma * noise();
    });
    const gradients = await gradient(batch, n);
    gradients.forEach((g, i) => {
      sum[i % pixels.length]! += g;
      squares[i % pixels.length]! += g * g;
    });
  });
  return { samples, sum, squares };
}

type Statistic = (sum: number, squares: number, samples: number) => number;

const overNoise = (slug: string, name: string, description: string, statistic: Statistic): RepeatedMethod => ({
  slug,
  name,
  signed: false,
  grid: "input",
  reduction: "abs-sum",
  description,
  parameters: { sigma: 0.15, samples: 50, seed: 0 },
  check: (parameters) => {
    checkShare(parameters, "sigma");
    checkCount(parameters, "samples");
    checkCount(parameters, "seed", 0);
  },
  programs: ["gradient"],
  evaluate: async (context) => {
    const { samples, sum, squares } = await noisyGradients(context);
    const data = Float32Array.from(sum, (s, k) => statistic(s, squares[k]!, samples));
    return { data, shape: [3, context.height, context.width] };
  },
});

/** Mean of vanilla under N(0, σ²), σ a share of max x − min x (Smilkov 2017). */
export const smoothGrad = overNoise(
  "smooth-grad",
  "SmoothGrad",
  "The gradient averaged over noisy copies of the picture (Smilkov 2017).",
  (sum, _, n) => sum / n,
);

export const smoothGradSquared = overNoise(
  "smooth-grad-squared",
  "SmoothGrad²",
  "Squared gradients averaged over noisy copies of the picture (Smilkov 2017).",
  (_, squares, n) => squares / n,
);

export const varGrad = overNoise(
  "var-grad",
  "VarGrad",
  "How much the gradient varies over noisy copies of the picture (Adebayo 2018).",
  (sum, squares, n) => Math.max(0, squares / n - (sum / n) ** 2),
);
