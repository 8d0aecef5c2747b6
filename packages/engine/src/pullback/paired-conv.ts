import { list } from "../graph/attributes.ts";
import type { Builder } from "../graph/builder.ts";
import type { Attributes } from "../graph/graph.ts";
import { type Columns, combineColumns, firstColumns } from "./columns.ts";

/** One product of a kernel of one column, a sum of the kernel's own, with a sum of columns of x. */
interface Product {
  /** Factors of the kernel's columns, the first one at the group's first. */
  readonly kernel: readonly number[];
  /** Factors of x's columns, counted from the one that the group's first column of the kernel meets. */
  readonly columns: readonly (readonly [place: number, factor: number])[];
  /** The columns of the result that it is a part of, with its sign. */
  readonly even?: 1;
  readonly odd?: 1 | -1;
}

/** Winograd's F(2, 3) and F(2, 2): two results of three columns from four products, of two columns from three. */
const products: Readonly<Record<2 | 3, readonly Product[]>> = {
  3: [
    {
      kernel: [0.5, 0.5, 0.5],
      columns: [
        [1, 1],
        [2, 1],
      ],
      even: 1,
      odd: 1,
    },
    {
      kernel: [0.5, -0.5, 0.5],
      columns: [
        [1, -1],
        [2, 1],
      ],
      even: 1,
      odd: -1,
    },
    {
      kernel: [1, 0, 0],
      columns: [
        [0, 1],
        [2, -1],
      ],
      even: 1,
    },
    {
      kernel: [0, 0, -1],
      columns: [
        [1, 1],
        [3, -1],
      ],
      odd: 1,
    },
  ],
  2: [
    {
      kernel: [1, 0],
      columns: [
        [0, 1],
        [1, -1],
      ],
      even: 1,
    },
    {
      kernel: [0, -1],
      columns: [
        [1, 1],
        [2, -1],
      ],
      odd: 1,
    },
    { kernel: [1, 1], columns: [[1, 1]], even: 1, odd: 1 },
  ],
};

/** A kernel's columns in groups of three and two: each group's first column, and its products. */
function groupsOf(width: number): { first: number; group: readonly Product[] }[] {
  const twos = Array.from({ length: (width - 3) / 2 }, (_, i) => ({ first: 3 + 2 * i, group: products[2] }));
  return [{ first: 0, group: products[3] }, ...twos];
}

/**
 * A Conv of an odd number of columns, stride 1, that keeps the width: every two columns of its result y at once, by
 * Winograd's minimal filtering along the width. Of three columns g₀, g₁, g₂, with d₀…d₃ the columns 2i − 1 … 2i + 2 of x,
 *
 *   m₀ = g₀ ⋆ (d₀ − d₂), m₁ = ½(g₀ + g₁ + g₂) ⋆ (d₁ + d₂), m₂ = ½(g₀ − g₁ + g₂) ⋆ (d₂ − d₁), m₃ = g₂ ⋆ (d₁ − d₃),
 *   y₂ᵢ = m₀ + m₁ + m₂, y₂ᵢ₊₁ = m₁ − m₂ − m₃:
 *
 * four products where the Conv has six, equal to it but for the rounding of float32. Kernels of five columns are one of three
 * and one of two: seven products for ten. Differences are depthwise Convs, and the runtime adds most sums while it convolves.
 *
 * @param weight [M, C, h, w]; the runtime computes the kernels of one column when it loads the graph
 * @param attributes of the Conv of whole columns
 *
 * Source: Winograd, Arithmetic Complexity of Computations, 1980; Lavin and Gray, Fast Algorithms for Convolutional Neural
 * Networks, CVPR 2016, eq. 5–7.
 */
export function emitPairedConv(builder: Builder, x: Columns, weight: string, attributes: Attributes): Columns {
  const { emit, shape } = builder;
  const [rows, width] = shape(weight).slice(2).map(Number) as [number, number];
  const [top, left, bottom] = list(attributes, "pads") as [number, number, number];
  const [evens, odds] = [x.even, x.odd].map((name) => Number(shape(name)[3])) as [number, number];
  const groups = groupsOf(width);
  const all = groups.flatMap(({ first, group }) => group.map((product) => ({ first, ...product })));
  const factors = Array.from({ length: width }, (_, k) =>
    all.map(({ first, kernel }) => kernel[k - first] ?? 0),
  ).flat();
  const kernels = emit("MatMul", [weight, builder.float(factors, [width, all.length])]);
  const kernel = (j: number) => emit("Slice", [kernels, builder.int([j]), builder.int([j + 1]), builder.int([3])]);
  const sums: { even?: string; odd?: string } = {};
  const add = (part: keyof Columns, term: string) => {
    const before = sums[part];
    sums[part] = before === undefined ? term : emit("Add", [before, term]);
  };
  for (const [j, { first, columns, even, odd }] of all.entries()) {
    const terms = columns.map(([place, factor]) => [place + first - left, factor] as const);
    const column = combineColumns(builder, x, terms, even ? evens : odds);
    const window = { kernel_shape: [rows, 1], pads: [top, 0, bottom, 0] };
    const product = emit("Conv", [column, kernel(j)], { ...attributes, ...window });
    if (even) add("even", product);
    if (odd) add("odd", even ? firstColumns(builder, product, odds, odd) : product);
  }
  return sums as Columns;
}
