import { perChannel } from "../baseline.ts";
import type { EvaluationContext, RepeatedMethod } from "../method.ts";
import { inBatches, makeBatch, scoresOf } from "./batches.ts";
import { checkCount } from "./check.ts";
import { gaussLegendre } from "./gauss-legendre.ts";

/** A picture of one colour, [3, H, W]. */
export function plainPicture(size: number, colour: readonly number[]): Float32Array {
  const plane = size / 3;
  return Float32Array.from({ length: size }, (_, i) => colour[Math.floor(i / plane)]!);
}

async function completenessGap(
  { scores, target }: EvaluationContext,
  map: Float32Array,
  x: Float32Array,
  baseline: Float32Array,
): Promise<number> {
  const ends = await scores(
    makeBatch(2, x.length, (part, i) => part.set(i === 0 ? x : baseline)),
    2,
  );
  const [at, from] = scoresOf(ends, 2, target) as [number, number];
  return map.reduce((sum, v) => sum + v, 0) - (at - from);
}

/** (x − x')·∫ ∂f_c(x' + α(x − x'))/∂x dα by Gauss–Legendre quadrature (Sundararajan 2017). */
export const integratedGradients: RepeatedMethod = {
  slug: "integrated-gradients",
  name: "Integrated gradients",
  signed: true,
  grid: "input",
  reduction: "sum",
  description: "Gradients averaged on the way from a baseline to the picture, times the way (Sundararajan 2017).",
  parameters: { baseline: 0, points: 50 },
  check: (parameters) => {
    perChannel(parameters.baseline, "baseline");
    checkCount(parameters, "points");
  },
  programs: ["gradient", "scores"],
  evaluate: async (context) => {
    const { pixels, height, width, parameters, gradient } = context;
    const { points, weights } = gaussLegendre(Number(parameters.points));
    const baseline = plainPicture(pixels.length, perChannel(parameters.baseline, "baseline"));
    const mean = new Float64Array(pixels.length);
    await inBatches(points.length, async (first, n) => {
      const batch = makeBatch(n, pixels.length, (part, i) => {
        const alpha = points[first + i]!;
        for (let k = 0; k < part.length; k++) part[k] = baseline[k]! + alpha * (pixels[k]! - baseline[k]!);
      });
      const gradients = await gradient(batch, n);
      for (let i = 0; i < gradients.length; i++)
        mean[i % pixels.length]! += weights[first + Math.floor(i / pixels.length)]! * gradients[i]!;
    });
    const data = pixels.map((x, k) => (x - baseline[k]!) * mean[k]!);
    return { data, shape: [3, height, width], completenessGap: await completenessGap(context, data, pixels, baseline) };
  },
};
