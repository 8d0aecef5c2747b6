import { EngineError } from "../errors.ts";
import { decode } from "../heatmap/decode.ts";
import { encode } from "../heatmap/encode.ts";
import { isConstant } from "../heatmap/extent.ts";
import { highlightedArea } from "../heatmap/highlighted-area.ts";
import { type Reduction, reduce } from "../heatmap/reduce.ts";
import { valuesHash } from "../heatmap/values-hash.ts";
import type { ResolvedMethod } from "../method/resolve.ts";
import type { ExplainedMap } from "./explainer.ts";
import type { Flag } from "./flags.ts";
import type { ComputedMap, ExplainedPicture, Failure } from "./pool-messages.ts";

/** An expected error as a job's result. */
export function failure(error: unknown): Failure {
  if (!(error instanceof EngineError)) throw error;
  return { error: { code: error.code, message: error.message } };
}

/** One picture's heat map out of a batch of attributions, as it is kept. */
export function computedMap(
  { data, shape, flags, balances }: ExplainedMap,
  place: number,
  method: number,
  resolved: ResolvedMethod,
): ComputedMap | ({ method: number } & Failure) {
  try {
    const [, channels, height, width] = shape;
    const size = channels * height * width;
    const reduction = resolved.parameters.reduction as Reduction;
    const attribution = data.subarray(place * size, (place + 1) * size);
    const encoded = encode(reduce(attribution, [channels, height, width], reduction));
    // What is kept, not what was computed: whoever reads the map comes to the same numbers.
    const grid = decode(encoded);
    const constant = isConstant(grid);
    return {
      method,
      ...encoded,
      valuesHash: valuesHash(encoded),
      constant,
      area: highlightedArea(grid),
      signed: isSigned(resolved),
      flags: keptFlags(flags[place]!, constant),
      balance: balances?.[place] ?? null,
    };
  } catch (error) {
    return { method, ...failure(error) };
  }
}

/** The attribution's flags; its channels may also cancel out, or be lost in float16, to a map that is constant. */
function keptFlags(flags: readonly Flag[], constant: boolean): readonly Flag[] {
  return constant && !flags.includes("constant") ? ["constant", ...flags] : flags;
}

/** A sum over channels keeps the sign of what it sums, a sum of magnitudes has none. */
function isSigned({ parameters, grid, signed }: ResolvedMethod): boolean {
  if (parameters.reduction === "abs-sum" || parameters.reduction === "max-abs") return false;
  return signed || (parameters.reduction === "sum" && grid === "input");
}

/**
 * First choice and explained class with their softmax probabilities, in float64.
 * @throws EngineError `logits-not-finite`
 */
export function prediction(logits: Float32Array, target: number): Pick<ExplainedPicture, "top" | "target"> {
  if (!logits.every(Number.isFinite)) {
    throw new EngineError(
      "logits-not-finite",
      "The model's class scores for this picture are not finite numbers; check its mean and std.",
    );
  }
  const largest = logits.reduce((most, logit) => Math.max(most, logit));
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  const probability = (logit: number) => Math.exp(logit - largest) / total;
  const logit = logits[target]!;
  return {
    top: { class: logits.indexOf(largest), probability: probability(largest) },
    target: { class: target, logit, probability: probability(logit) },
  };
}
