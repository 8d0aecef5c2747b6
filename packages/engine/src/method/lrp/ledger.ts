import { shapeByImage } from "../../graph/batch-place.ts";
import type { Builder } from "../../graph/builder.ts";
import type { Pullback, PullbackContext } from "../../pullback/pullback.ts";
import { reshapeTo } from "../../pullback/reshape-to.ts";

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
  /** Sums by their factor. */
  const sums = { bias: new Map<number, string[]>(), epsilon: new Map<number, string[]>() };
  let mixed = false;
  const note =
    (kind: keyof typeof sums) =>
    ({ emit }: PullbackContext, taken: string, factor = 1) => {
      // Attention joins the batch with other axes.
      const shape = shapeByImage(builder, taken);
      mixed ||= shape === undefined;
      if (shape === undefined) return;
      const axes = shape.flatMap((d, i) => (d === "N" ? [] : [i]));
      const sum = emit("ReduceSum", [reshapeTo(builder, taken, shape), builder.int(axes)], { keepdims: 0 });
      const parts = sums[kind].get(factor) ?? [];
      parts.push(sum);
      sums[kind].set(factor, parts);
    };
  const total = (kind: keyof typeof sums) => {
    const zero = builder.emit("Mul", [
      builder.emit("ReduceSum", [like, builder.int([1])], { keepdims: 0 }),
      builder.float(0),
    ]);
    const add = (a: string, b: string) => builder.emit("Add", [a, b]);
    const scaled = ([factor, parts]: [number, string[]]) =>
      builder.emit("Mul", [parts.reduce(add), builder.float(factor)]);
    const others = [...sums[kind]].filter(([factor]) => factor !== 1);
    return [...(sums[kind].get(1) ?? []), ...others.map(scaled)].reduce(add, zero);
  };
  return {
    bias: note("bias"),
    epsilon: note("epsilon"),
    totals: () => (mixed ? undefined : { bias: total("bias"), epsilon: total("epsilon") }),
  };
}
