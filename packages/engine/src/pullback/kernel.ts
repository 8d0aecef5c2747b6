import type { Builder } from "../graph/builder.ts";

/** Below every index: a Slice with step −1 runs down to the first element. */
const beforeFirst = -(2 ** 31);

/**
 * The kernel of the Conv's gradient: W [M, C/g, k...] flipped in space, with in- and output channels swapped within each
 * group: [C, M/g, k...]. Emitted as ops on the initialiser, which the runtime folds when it loads the graph.
 */
export function flippedKernel(builder: Builder, weight: string, group: number): string {
  const [m, c, ...kernel] = builder.shape(weight).map(Number) as [number, number, ...number[]];
  const axes = kernel.flatMap((k, i) => (k > 1 ? [i + 2] : []));
  let flipped = weight;
  if (axes.length > 0) {
    const all = (value: number) => builder.int(axes.map(() => value));
    flipped = builder.emit("Slice", [weight, all(-1), all(beforeFirst), builder.int(axes), all(-1)]);
  }
  if (m === group && c === 1) return flipped;
  const rest = kernel.map((_, i) => i + 2);
  if (group === 1) return builder.emit("Transpose", [flipped], { perm: [1, 0, ...rest] });
  const grouped = builder.emit("Reshape", [flipped, builder.int([group, m / group, c, ...kernel])]);
  const swapped = builder.emit("Transpose", [grouped], { perm: [0, 2, 1, ...rest.map((i) => i + 1)] });
  return builder.emit("Reshape", [swapped, builder.int([group * c, m / group, ...kernel])]);
}
