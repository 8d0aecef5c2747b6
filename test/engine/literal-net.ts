import * as literal from "./literal.ts";
import { tinyModel } from "./tiny-model.ts";

/** Random numbers in −1…1, the same in every run. */
export function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

export const side = 8;

/** conv 3→4, ReLU, 2×2 max, conv 4→5 stride 2, ReLU (the features, 5×2×2), means, fully connected to 3 classes. */
export function net(seed: number) {
  const next = noise(seed);
  const filters = (m: number, c: number) =>
    Array.from({ length: m }, () =>
      Array.from({ length: c }, () => Array.from({ length: 3 }, () => Array.from({ length: 3 }, next))),
    );
  const [k1, k2] = [filters(4, 3), filters(5, 4)];
  const [b1, b2, b3] = [4, 5, 3].map((n) => Array.from({ length: n }, () => 0.3 * next())) as [
    number[],
    number[],
    number[],
  ];
  const w3 = Array.from({ length: 3 }, () => Array.from({ length: 5 }, next));
  const layers: literal.Layer[] = [
    literal.convolution(k1, b1, side, 1),
    { kind: "relu" },
    literal.windows(4, side),
    literal.convolution(k2, b2, side / 2, 2),
    { kind: "relu" },
    literal.planeMeans(5, 4),
    { kind: "linear", conv: false, weights: w3, bias: b3 },
  ];
  const conv = (x: string, i: number, y: string, stride: number) => ({
    op: "Conv",
    inputs: [x, `K${i}`, `B${i}`],
    outputs: [y],
    attributes: { pads: [1, 1, 1, 1], strides: [stride, stride] },
  });
  const file = tinyModel({
    inputs: { image: ["N", 3, side, side] },
    outputs: { scores: ["N", 3] },
    nodes: [
      conv("image", 1, "c1", 1),
      { op: "Relu", inputs: ["c1"], outputs: ["r1"] },
      { op: "MaxPool", inputs: ["r1"], outputs: ["p"], attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
      conv("p", 2, "c2", 2),
      { op: "Relu", inputs: ["c2"], outputs: ["features"] },
      { op: "GlobalAveragePool", inputs: ["features"], outputs: ["means"] },
      { op: "Flatten", inputs: ["means"], outputs: ["flat"] },
      { op: "Gemm", inputs: ["flat", "K3", "B3"], outputs: ["scores"], attributes: { transB: 1 } },
    ],
    tensors: {
      K1: { dims: [4, 3, 3, 3], data: k1.flat(3) },
      B1: { dims: [4], data: b1 },
      K2: { dims: [5, 4, 3, 3], data: k2.flat(3) },
      B2: { dims: [5], data: b2 },
      K3: { dims: [3, 5], data: w3.flat() },
      B3: { dims: [3], data: b3 },
    },
  });
  return { layers, file, image: Float32Array.from({ length: 3 * side * side }, () => 2 * next()) };
}

export type Net = ReturnType<typeof net>;
