import type { Builder } from "../../graph/builder.ts";
import type { PullbackContext } from "../../pullback/pullback.ts";

/** Where a relevance walk writes down what does not reach the picture: what biases and stabilisers take, per image. */
export interface Ledger {
  /** Σ of a tensor over everything but the batch. */
  bias(context: PullbackContext, taken: string): void;
  epsilon(context: PullbackContext, taken: string): void;
  /** The sums so far, [N] each; undefined where a layer's images could not be told apart. */
  totals(): { readonly bias: string; readonly epsilon: string } | undefined;
}

export function createLedger(builder: Builder, like: string): Ledger {
  const sums = { bias: [] as string[], epsilon: [] as string[] };
  let mixed = false;
  const note =
    (kind: keyof typeof sums) =>
    ({ emit, shape }: PullbackContext, taken: string) => {
      const axes = shape(taken).flatMap((d, i) => (d === "N" ? [] : [i]));
      // Attention joins the batch with other axes, in an order that a shape does not tell.
      mixed ||= axes.length !== shape(taken).length - 1;
      if (mixed) return;
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
    totals: () => (mixed ? undefined : { bias: total(sums.bias), epsilon: total(sums.epsilon) }),
  };
}
