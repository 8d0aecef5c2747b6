import type { Builder } from "../../graph/builder.ts";
import type { Pullback, PullbackContext } from "../../pullback/pullback.ts";

/**
 * Where a relevance walk writes down what does not reach the picture, an image (docs/methods.md, "Where the score went").
 * Each note is a tensor whose sum over everything but the batch was taken, times `factor`.
 */
export interface Ledger {
  /** Taken by numbers of the model that no pixel can change: biases, constants that are added, joined or padded with. */
  bias(context: PullbackContext, taken: string, factor?: number): void;
  /** Taken by what keeps denominators from zero. */
  epsilon(context: PullbackContext, taken: string, factor?: number): void;
  /** The sums so far, [N] each; undefined where a layer's images could not be told apart. */
  totals(): { readonly bias: string; readonly epsilon: string } | undefined;
}

/** What a rule of LRP works with: a pullback's context, and where to note what it keeps; undefined to note nothing. */
export interface RelevanceContext extends PullbackContext {
  readonly ledger?: Ledger | undefined;
}

/** How an op passes relevance on. Together with what it notes, it gives away exactly what arrived. */
export type Rule = (context: RelevanceContext) => ReturnType<Pullback>;

export function createLedger(builder: Builder, like: string): Ledger {
  const sums = { bias: [] as string[], epsilon: [] as string[] };
  let mixed = false;
  const note =
    (kind: keyof typeof sums) =>
    ({ emit, shape }: PullbackContext, taken: string, factor = 1) => {
      const axes = shape(taken).flatMap((d, i) => (d === "N" ? [] : [i]));
      // Attention joins the batch with other axes, in an order that a shape does not tell.
      mixed ||= axes.length !== shape(taken).length - 1;
      if (mixed) return;
      const sum = emit("ReduceSum", [taken, builder.int(axes)], { keepdims: 0 });
      sums[kind].push(factor === 1 ? sum : emit("Mul", [sum, builder.float(factor)]));
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
