/** ReLU(Σ_k α_k A_k): activations [C, h, w] and a weight a channel → [h, w]. */
export function reluSum(activations: Float32Array, weights: readonly number[]): Float32Array {
  const size = activations.length / weights.length;
  return Float32Array.from({ length: size }, (_, i) =>
    Math.max(
      0,
      weights.reduce((sum, weight, k) => sum + weight * activations[k * size + i]!, 0),
    ),
  );
}
