/** Where a compiled explainer can run, by the names of ONNX Runtime. */
export const providers = ["cpu", "cuda", "webgpu"] as const;
export type Provider = (typeof providers)[number];

/**
 * The forms that a provider runs, and runs right: the same function written for other kernels. What they are and why each
 * provider has the one it has: docs/decisions/0060-target-profiles.md.
 */
export interface TargetProfile {
  readonly provider: Provider;
  /**
   * How the gradient of a MaxPool finds each window's first maximum. `indices`: MaxPool's second output, and a scatter
   * that adds. `compare`: every place of the window is compared with the maximum, in raster order.
   */
  readonly pool: "indices" | "compare";
  /**
   * How a tensor that is nowhere negative becomes its own mask. `blocked`: steps that stay in the blocked layout of the
   * CPU's convolutions. `sign`: Sign. `greater`: a comparison with zero.
   */
  readonly mask: "blocked" | "sign" | "greater";
  /** A ConvTranspose of several groups. `stuffed`: a Conv over the input with zeros between its elements. */
  readonly groupedTranspose: "kernel" | "stuffed";
  /** An AveragePool that counts its padding. `padded`: an explicit Pad before one that has none. */
  readonly countedPadding: "kernel" | "padded";
  /** Channels of a Conv. `quadruples`: zeros added up to a multiple of 4 where threes of them, or two groups, were read as one. */
  readonly channels: "kernel" | "quadruples";
  /** Pictures in one run of a session: a graphics card wants more of them than a CPU's core. */
  readonly batch: number;
}

export const profiles: Readonly<Record<Provider, TargetProfile>> = {
  cpu: {
    provider: "cpu",
    pool: "indices",
    mask: "blocked",
    groupedTranspose: "kernel",
    countedPadding: "kernel",
    channels: "kernel",
    batch: 1,
  },
  // Its MaxPool takes the first maximum column by column, and its scatter adds in an order that changes between runs; its
  // AveragePool divides by the whole window where part of that lies beyond the padding.
  cuda: {
    provider: "cuda",
    pool: "compare",
    mask: "sign",
    groupedTranspose: "kernel",
    countedPadding: "padded",
    channels: "kernel",
    batch: 8,
  },
  // Its MaxPool has no indices, its grouped ConvTranspose and some of its Convs are wrong (quadruple-channels.ts,
  // quadruple-groups.ts), and Sign would be computed on the CPU.
  webgpu: {
    provider: "webgpu",
    pool: "compare",
    mask: "greater",
    groupedTranspose: "stuffed",
    countedPadding: "padded",
    channels: "quadruples",
    batch: 4,
  },
};
