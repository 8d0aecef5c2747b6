import type { Builder } from "../../graph/builder.ts";
import type { PullbackContext } from "../../pullback/pullback.ts";

/** Where a relevance walk writes down what does not reach the picture: what biases and stabilisers take, per image. */
export interface Ledger {
  /** Σ of a tensor over everything but the batch. */
  bias(context: PullbackContext, taken: string): void;
  epsilon(context: PullbackContext, taken: string): void;
  /** The sums so far: [N] each. */
  totals(): { readonly bias: string; readonly epsilon: string };
}

export function createLedger(builder: Builder, like: string): Ledger {
  const sums = { bias: [] as string[], epsilon: [] as string[] };
  const note =
    (kind: keyof typeof sums) =>
    ({ emit, shape }: PullbackContext, taken: string) => {
      const axes = shape(taken).flatMap((_, i) => (i > 0 ? [i] : []));
      sums[kind].push(emit("ReduceSum", [taken, builder.int(axes)], { keepdims: 0 }));
    };
  const total = (parts: readonly string[]) => {
    const zero = builder.emit("Mul", [
      builder.emit("ReduceSum", [like, builder.int([1])], { keepdims: 0 }),
      builder.float(0),
    ]);
    return parts.reduce((sum, part) => builder.emit("Add", [sum, part]), zero);
  };
  return {
    bias: note("bias"),
    epsilon: note("epsilon"),
    totals: () => ({ bias: total(sums.bias), epsilon: total(sums.epsilon) }),
  };
}
