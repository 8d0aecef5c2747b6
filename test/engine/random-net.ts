import fc from "fast-check";
import { noise } from "./literal-net.ts";
import { type TinyNode, type TinyTensor, tinyModel } from "./tiny-model.ts";

/** A net under construction: everything between the first and the last layer has 4 channels of 6×6. */
interface Draft {
  readonly nodes: TinyNode[];
  readonly tensors: Record<string, TinyTensor>;
  /** A constant of random numbers. */
  constant(dims: readonly number[], scale?: number, shift?: number): string;
  add(op: string, inputs: readonly string[], attributes?: TinyNode["attributes"]): string;
  conv(x: string, from: number, kernel: number, pad: number): string;
}

const [channels, edge] = [4, 6];

function draft(next: () => number): Draft {
  const nodes: TinyNode[] = [];
  const tensors: Record<string, TinyTensor> = {};
  const constant: Draft["constant"] = (dims, scale = 1, shift = 0) => {
    const name = `t${Object.keys(tensors).length}`;
    const count = dims.reduce((a, b) => a * b, 1);
    tensors[name] = { dims, data: Array.from({ length: count }, () => scale * next() + shift) };
    return name;
  };
  const add: Draft["add"] = (op, inputs, attributes = {}) => {
    const output = `n${nodes.length}`;
    nodes.push({ op, inputs, outputs: [output], attributes });
    return output;
  };
  const conv: Draft["conv"] = (x, from, kernel, pad) =>
    add("Conv", [x, constant([channels, from, kernel, kernel], 0.7), constant([channels], 0.3)], {
      pads: [pad, pad, pad, pad],
    });
  return { nodes, tensors, constant, add, conv };
}

const window = { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1] };

const blocks: Readonly<Record<string, (net: Draft, x: string) => string>> = {
  relu: ({ add }, x) => add("Relu", [x]),
  leaky: ({ add }, x) => add("LeakyRelu", [x], { alpha: 0.1 }),
  conv: ({ conv }, x) => conv(x, channels, 3, 1),
  normalised: ({ add, conv, constant }, x) =>
    add("BatchNormalization", [conv(x, channels, 1, 0), ...statistics(constant)]),
  normalisation: ({ add, constant }, x) => add("BatchNormalization", [x, ...statistics(constant)]),
  residual: ({ add, conv }, x) => add("Add", [x, conv(add("Relu", [x]), channels, 3, 1)]),
  joined: ({ add, conv }, x) => conv(add("Concat", [x, conv(x, channels, 3, 1)], { axis: 1 }), 2 * channels, 1, 0),
  maximum: ({ add }, x) => add("MaxPool", [x], window),
  mean: ({ add }, x) => add("AveragePool", [x], window),
  meanOfAll: ({ add }, x) => add("AveragePool", [x], { ...window, count_include_pad: 1 }),
  resized: ({ add, tensors }, x) => {
    // As many scales as there are channels.
    tensors.scales = { dims: [4], data: [1, 1, 2, 2] };
    const twice = add("Resize", [x, "", "scales"], { mode: "linear" });
    return add("AveragePool", [twice], { kernel_shape: [2, 2], strides: [2, 2] });
  },
  border: ({ add, conv, tensors, constant }, x) => {
    tensors.pads = { dims: [8], data: [0, 0, 1, 1, 0, 0, 1, 1], type: "int64" };
    return conv(add("Pad", [x, "pads", constant([], 0.5)]), channels, 3, 0);
  },
  bounds: ({ add, constant }, x) => add("Min", [add("Max", [x, constant([], 0.2, -0.5)]), constant([], 0.2, 0.8)]),
  shift: ({ add, constant }, x) => add("Sub", [x, constant([1, channels, 1, 1], 0.3)]),
  turned: ({ add, constant }, x) => add("Sub", [constant([1, channels, 1, 1], 0.3), x]),
  gate: ({ add, conv }, x) => add("Mul", [x, add("Sigmoid", [conv(x, channels, 1, 0)])]),
};

const statistics = (constant: Draft["constant"]) => [
  constant([channels], 0.3, 1),
  constant([channels], 0.3),
  constant([channels], 0.3),
  constant([channels], 0.3, 1),
];

/** A classifier of 3 classes with a body of up to six random blocks, and a picture for it, [3, 6, 6]. */
export const randomNet = fc
  .record({
    seed: fc.integer({ min: 1, max: 2 ** 31 }),
    body: fc.array(fc.constantFrom(...Object.keys(blocks)), { minLength: 1, maxLength: 6 }),
  })
  .map(({ seed, body }) => {
    const next = noise(seed);
    const net = draft(next);
    const { nodes, tensors, constant, add } = net;
    const features = body.reduce((x, block) => blocks[block]!(net, x), net.conv("image", 3, 3, 1));
    const flat = add("Flatten", [add("GlobalAveragePool", [features])]);
    const end = { op: "Gemm", inputs: [flat, constant([3, channels]), constant([3])], outputs: ["scores"] };
    const file = tinyModel({
      inputs: { image: ["N", 3, edge, edge] },
      outputs: { scores: ["N", 3] },
      nodes: [...nodes, { ...end, attributes: { transB: 1, beta: { float: 0.5 } } }],
      tensors,
    });
    return { body, file, image: Float32Array.from({ length: 3 * edge * edge }, () => 2 * next()) };
  });
