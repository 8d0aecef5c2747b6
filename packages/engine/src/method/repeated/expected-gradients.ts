import { EngineError } from "../../errors.ts";
import type { Parameters, RepeatedMethod } from "../method.ts";
import { inBatches, makeBatch } from "./batches.ts";
import { checkCount } from "./check.ts";
import { uniform } from "./random.ts";

/** More references than these say little more, and each is named in every map's identity. */
const mostReferences = 64;

/** @throws EngineError `bad-parameter` unless the references are hashes, each once, in ascending order */
function checkReferences({ references }: Parameters): void {
  const ascends = (hash: unknown, i: number, all: readonly unknown[]) => i === 0 || String(all[i - 1]) < String(hash);
  const named = Array.isArray(references) && references.every((hash) => /^[0-9a-f]{64}$/.test(String(hash)));
  if (named && references.every(ascends) && references.length <= mostReferences) return;
  throw new EngineError(
    "bad-parameter",
    `The parameter "references" takes the SHA-256 of up to ${mostReferences} pictures as hexadecimal numbers, each once, in ascending order.`,
    { name: "references" },
  );
}

/** Mean of (x − x')·∂f_c(x' + α(x − x'))/∂x over baselines x' drawn from the run's pictures and uniform α (Erion 2021). */
export const expectedGradients: RepeatedMethod = {
  slug: "expected-gradients",
  name: "Expected gradients",
  signed: true,
  grid: "input",
  reduction: "sum",
  description: "Integrated gradients averaged over the run's other pictures as baselines (Erion 2021).",
  // References: the pictures that baselines are drawn from, by their SHA-256; none named: those explained together.
  parameters: { samples: 100, seed: 0, references: [] },
  check: (parameters) => {
    checkCount(parameters, "samples");
    checkCount(parameters, "seed", 0);
    checkReferences(parameters);
  },
  programs: ["gradient"],
  usesReferences: true,
  evaluate: async ({ pixels, height, width, parameters, references, gradient }) => {
    const samples = Number(parameters.samples);
    const next = uniform(Number(parameters.seed));
    const count = references.length / pixels.length;
    const sum = new Float64Array(pixels.length);
    await inBatches(samples, async (_, n) => {
      const baselines = Array.from({ length: n }, () => Math.floor(next() * count) * pixels.length);
      const batch = makeBatch(n, pixels.length, (part, i) => {
        const alpha = next();
        for (let k = 0; k < part.length; k++) {
          const from = references[baselines[i]! + k]!;
          part[k] = from + alpha * (pixels[k]! - from);
        }
      });
      const gradients = await gradient(batch, n);
      gradients.forEach((g, i) => {
        const k = i % pixels.length;
        sum[k]! += (pixels[k]! - references[baselines[Math.floor(i / pixels.length)]! + k]!) * g;
      });
    });
    return { data: Float32Array.from(sum, (s) => s / samples), shape: [3, height, width] };
  },
};
