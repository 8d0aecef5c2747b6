import { list } from "../graph/attributes.ts";
import type { Builder } from "../graph/builder.ts";
import type { Attributes } from "../graph/graph.ts";
import { type Columns, slide } from "./columns.ts";

/** The rows of Winograd's G for F(2, 3), as columns; the last one negated, so that only sums are left to make. */
const kernels = [1, 0.5, 0.5, 0, 0, 0.5, -0.5, 0, 0, 0.5, 0.5, -1];

/** The kernel [M, C, h, 3] as four of one column: g₀, (g₀ + g₁ + g₂)/2, (g₀ − g₁ + g₂)/2, −g₂. The runtime folds them. */
function pairedKernels(builder: Builder, weight: string): [string, string, string, string] {
  const all = builder.emit("MatMul", [weight, builder.float(kernels, [3, 4])]);
  const column = (j: number) => builder.emit("Slice", [all, builder.int([j]), builder.int([j + 1]), builder.int([3])]);
  return [column(0), column(1), column(2), column(3)];
}

/**
 * A Conv of three columns, stride 1 and a pad of 1 at either side: every two columns of its result y at once, by Winograd's
 * F(2, 3) along the width. With d₀…d₃ the columns 2i − 1 … 2i + 2 of x, and kernels of one column,
 *
 *   m₀ = g₀ ⋆ (d₀ − d₂), m₁ = ½(g₀ + g₁ + g₂) ⋆ (d₁ + d₂), m₂ = ½(g₀ − g₁ + g₂) ⋆ (d₂ − d₁), m₃ = g₂ ⋆ (d₁ − d₃),
 *   y₂ᵢ = m₀ + m₁ + m₂, y₂ᵢ₊₁ = m₁ − m₂ − m₃:
 *
 * four products where the Conv has six, equal to it but for the rounding of float32. Differences are depthwise Convs, and
 * the runtime adds most sums while it convolves.
 *
 * @param weight [M, C, h, 3]
 * @param attributes of the Conv of whole columns
 *
 * Source: Winograd, Arithmetic Complexity of Computations, 1980; Lavin and Gray, Fast Algorithms for Convolutional Neural
 * Networks, CVPR 2016, eq. 5–7.
 */
export function emitPairedConv(
  builder: Builder,
  { even, odd }: Columns,
  weight: string,
  attributes: Attributes,
): Columns {
  const { emit } = builder;
  // With an odd width the last pair has one column, and zeros beyond it.
  const open = builder.shape(even)[3] === builder.shape(odd)[3] ? 0 : 1;
  const kernel = pairedKernels(builder, weight);
  const pads = list(attributes, "pads");
  const convolve = (x: string, j: 0 | 1 | 2 | 3) =>
    emit("Conv", [x, kernel[j]], {
      ...attributes,
      kernel_shape: [Number(builder.shape(kernel[j])[2]), 1],
      pads: [pads[0]!, 0, pads[2]!, 0],
    });
  const filled = open ? slide(builder, odd, [1], { pads: [0, 0, 0, 1] }) : odd;
  const m1 = convolve(emit("Add", [even, filled]), 1);
  const m2 = convolve(emit("Add", [filled, slide(builder, even, [-1])]), 2);
  const m0 = convolve(slide(builder, odd, [1, -1], { pads: [0, 1, 0, open] }), 0);
  const m3 = convolve(slide(builder, even, [1, -1], { pads: [0, 0, 0, 1 - open] }), 3);
  // Without the column beyond the last.
  const shown = (name: string, factor: number) => slide(builder, name, open ? [factor, 0] : [factor]);
  const difference = emit("Add", [open ? shown(m1, 1) : m1, shown(m2, -1)]);
  return { even: emit("Add", [emit("Add", [m1, m2]), m0]), odd: emit("Add", [difference, m3]) };
}
