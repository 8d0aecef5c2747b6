import { perChannel } from "../baseline.ts";
import type { RepeatedMethod } from "../method.ts";
import { inBatches, makeBatch, scoresOf } from "./batches.ts";
import { checkShare } from "./check.ts";

interface Window {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Where windows begin: every stride, until one reaches the end. */
const starts = (extent: number, window: number, stride: number): number[] =>
  Array.from({ length: Math.ceil(Math.max(0, extent - window) / stride) + 1 }, (_, i) => i * stride);

/** All windows over a picture; the last ones are cut off by its edge. */
export function occlusionWindows(height: number, width: number, windowShare: number, strideShare: number): Window[] {
  const sides = (extent: number) =>
    [Math.max(1, Math.round(extent * windowShare)), Math.max(1, Math.round(extent * strideShare))] as const;
  const [[h, down], [w, across]] = [sides(height), sides(width)];
  return starts(height, h, down).flatMap((top) =>
    starts(width, w, across).map((left) => ({
      top,
      left,
      bottom: Math.min(height, top + h),
      right: Math.min(width, left + w),
    })),
  );
}

/** The fall of f_c with a window set to the baseline, averaged over the windows that cover a pixel (Zeiler & Fergus 2013). */
export const occlusion: RepeatedMethod = {
  slug: "occlusion",
  name: "Occlusion",
  signed: true,
  grid: "input",
  reduction: "none",
  description: "How far the score falls when a window covers the pixel (Zeiler & Fergus 2013).",
  // Shares of the picture's side.
  parameters: { window: 1 / 14, stride: 1 / 28, baseline: 0 },
  check: (parameters) => {
    checkShare(parameters, "window", 1);
    checkShare(parameters, "stride", 1);
    perChannel(parameters.baseline, "baseline");
  },
  programs: ["scores"],
  evaluate: async ({ pixels, height, width, parameters, target, scores }) => {
    const colour = perChannel(parameters.baseline, "baseline");
    const windows = occlusionWindows(height, width, Number(parameters.window), Number(parameters.stride));
    const plane = height * width;
    const [falls, covers] = [new Float64Array(plane), new Float64Array(plane)];
    const [whole] = scoresOf(await scores(pixels, 1), 1, target) as [number];
    await inBatches(windows.length, async (first, n) => {
      const batch = makeBatch(n, pixels.length, (part, i) => {
        part.set(pixels);
        const { top, left, bottom, right } = windows[first + i]!;
        for (let c = 0; c < 3; c++)
          for (let y = top; y < bottom; y++)
            part.fill(colour[c]!, c * plane + y * width + left, c * plane + y * width + right);
      });
      scoresOf(await scores(batch, n), n, target).forEach((score, i) => {
        const { top, left, bottom, right } = windows[first + i]!;
        for (let y = top; y < bottom; y++) {
          for (let x = left; x < right; x++) {
            falls[y * width + x]! += whole - score;
            covers[y * width + x]! += 1;
          }
        }
      });
    });
    return {
      data: Float32Array.from(falls, (fall, i) => (covers[i] ? fall / covers[i]! : 0)),
      shape: [1, height, width],
    };
  },
};
