import { resize } from "../../heatmap/resize.ts";
import type { RepeatedMethod } from "../method.ts";
import { inBatches, makeBatch } from "./batches.ts";
import { checkCount, checkShare } from "./check.ts";
import { uniform } from "./random.ts";

/**
 * A random mask of 0…1: a coarse grid of kept cells, enlarged bilinearly to one cell more than the picture, and cut out
 * at a random place.
 */
export function riseMask(next: () => number, height: number, width: number, cells: number, keep: number): Float32Array {
  const [cellHeight, cellWidth] = [Math.ceil(height / cells), Math.ceil(width / cells)];
  const values = Float64Array.from({ length: cells * cells }, () => (next() < keep ? 1 : 0));
  const large = resize({ width: cells, height: cells, values }, (cells + 1) * cellWidth, (cells + 1) * cellHeight);
  const [down, across] = [Math.floor(next() * cellHeight), Math.floor(next() * cellWidth)];
  return Float32Array.from({ length: height * width }, (_, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    return large.values[(y + down) * large.width + x + across]!;
  });
}

/** The softmax probability of one class. */
function probability(scores: Float32Array, target: number): number {
  const highest = scores.reduce((a, b) => Math.max(a, b));
  return Math.exp(scores[target]! - highest) / scores.reduce((sum, s) => sum + Math.exp(s - highest), 0);
}

/** Σ p(masked x)·mask/(n·p_keep), p the softmax probability (Petsiuk 2018). */
export const rise: RepeatedMethod = {
  slug: "rise",
  name: "RISE",
  signed: false,
  grid: "input",
  reduction: "none",
  description: "Random masks, weighted by how sure the model stays under them (Petsiuk 2018).",
  parameters: { samples: 2000, keep: 0.5, cells: 7, seed: 0 },
  check: (parameters) => {
    checkCount(parameters, "samples");
    checkCount(parameters, "cells");
    checkCount(parameters, "seed", 0);
    checkShare(parameters, "keep", 1);
  },
  programs: ["scores"],
  evaluate: async ({ pixels, height, width, parameters, target, scores }) => {
    const [samples, keep, cells] = [Number(parameters.samples), Number(parameters.keep), Number(parameters.cells)];
    const next = uniform(Number(parameters.seed));
    const plane = height * width;
    const sum = new Float64Array(plane);
    await inBatches(samples, async (_, n) => {
      const masks = Array.from({ length: n }, () => riseMask(next, height, width, cells, keep));
      const batch = makeBatch(n, pixels.length, (part, i) => {
        const mask = masks[i]!;
        for (let k = 0; k < part.length; k++) part[k] = pixels[k]! * mask[k % plane]!;
      });
      const all = await scores(batch, n);
      masks.forEach((mask, i) => {
        const p = probability(all.subarray((i * all.length) / n, ((i + 1) * all.length) / n), target);
        for (let k = 0; k < plane; k++) sum[k]! += p * mask[k]!;
      });
    });
    return { data: Float32Array.from(sum, (s) => s / (samples * keep)), shape: [1, height, width] };
  },
};
