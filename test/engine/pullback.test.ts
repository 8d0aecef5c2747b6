import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pullbacks } from "../../packages/engine/src/pullback/table.ts";
import { gradientError, type TinyFunction } from "./gradient.ts";
import type { TinyNode, TinyTensor } from "./tiny-model.ts";

/** Random numbers in −1…1 from a seed, so that a failure can be repeated. */
function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

const tensor = (dims: readonly number[], seed: number, shift = 0): TinyTensor => {
  const next = noise(seed);
  return { dims, data: Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => next() + shift) };
};
/** Whole tenths: half a tenth away from every point that is "apart". */
const tenths = (dims: readonly number[], seed: number): TinyTensor => {
  const { data } = tensor(dims, seed);
  return { dims, data: data.map((v) => Math.round(v * 10) / 10) };
};
const ints = (...data: number[]): TinyTensor => ({ dims: [data.length], data, type: "int64" });
const floats = (...data: number[]): TinyTensor => ({ dims: [data.length], data });

/** Points: anywhere, or with all numbers at least 0.1 from each other and from whole multiples of that, so that no step changes a winner. */
type Points = "any" | "apart" | "positive";

function point(length: number, points: Points, seed: number): Float32Array {
  const next = noise(seed);
  if (points === "any") return Float32Array.from({ length }, () => 2 * next());
  if (points === "positive") return Float32Array.from({ length }, () => 1.5 + next());
  const order = Array.from({ length }, (_, i) => i).sort(() => next());
  return Float32Array.from(order, (k) => (k - length / 2 + 0.5) * 0.1);
}

interface Case {
  /** Linear functions are checked with a large step and to the last digits. */
  readonly kind: "linear" | "kinked" | "bent" | "smooth" | "positive";
  readonly arbitrary: fc.Arbitrary<TinyFunction>;
}

const one = (fn: TinyFunction) => fc.constant(fn);
const unary = (
  op: string,
  attributes: TinyNode["attributes"] = {},
  tensors: Record<string, TinyTensor> = {},
): fc.Arbitrary<TinyFunction> =>
  one({
    shape: [2, 3, 4],
    nodes: [{ op, inputs: ["x", ...Object.keys(tensors)], outputs: ["y"], attributes }],
    tensors,
  });

/** Reads x twice: y = f(x·a, x·b), so that both inputs carry a gradient. */
const binary = (op: string): fc.Arbitrary<TinyFunction> =>
  fc.constantFrom([2, 3, 4], [2, 1, 1], [1, 3, 1]).map((dims) => ({
    shape: [2, 3, 4],
    nodes: [
      { op: "Mul", inputs: ["x", "A"], outputs: ["a"] },
      { op: "GlobalAveragePool", inputs: ["x"], outputs: ["mean"] },
      { op: "Mul", inputs: ["mean", "B"], outputs: ["b"] },
      { op, inputs: ["a", "b"], outputs: ["y"] },
    ],
    tensors: { A: tensor([2, 3, 4], 3, 2), B: tensor(dims, 4, 3) },
  }));

const side = fc.integer({ min: 1, max: 3 });
const window = fc.record({
  size: fc.tuple(fc.integer({ min: 5, max: 9 }), fc.integer({ min: 5, max: 9 })),
  kernel: fc.tuple(side, side),
  stride: fc.tuple(side, side),
  begin: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })),
  end: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })),
  dilation: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
});

const conv: fc.Arbitrary<TinyFunction> = fc
  .record({ window, group: fc.constantFrom(1, 2, 4), multiple: side })
  .map(({ window: { size, kernel, stride, begin, end, dilation }, group, multiple }) => ({
    shape: [4, ...size],
    nodes: [
      {
        op: "Conv",
        inputs: ["x", "W", "b"],
        outputs: ["y"],
        attributes: { strides: stride, pads: [...begin, ...end], dilations: dilation, group },
      },
    ],
    tensors: { W: tensor([group * multiple, 4 / group, ...kernel], 5), b: tensor([group * multiple], 6) },
  }));

const convTranspose: fc.Arbitrary<TinyFunction> = fc
  .record({
    window,
    group: fc.constantFrom(1, 2, 4),
    multiple: side,
    extra: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })),
  })
  .map(({ window: { size, kernel, stride, dilation }, group, multiple, extra }) => ({
    shape: [4, ...size],
    nodes: [
      {
        op: "ConvTranspose",
        inputs: ["x", "W"],
        outputs: ["y"],
        attributes: {
          strides: stride,
          dilations: dilation,
          group,
          pads: [0, kernel[1] > 1 ? 1 : 0, kernel[0] > 1 ? 1 : 0, 0],
          output_padding: extra.map((e, i) => Math.min(e, stride[i]! - 1)),
        },
      },
    ],
    tensors: { W: tensor([4, multiple, ...kernel], 5) },
  }));

/** Pads of a pool stay below its kernel. */
const pool = (op: string, more: fc.Arbitrary<TinyNode["attributes"]>): fc.Arbitrary<TinyFunction> =>
  fc.record({ window, more }).map(({ window: { size, kernel, stride, begin, end }, more: extra }) => ({
    shape: [2, ...size],
    nodes: [
      {
        op,
        inputs: ["x"],
        outputs: ["y"],
        attributes: {
          kernel_shape: kernel,
          strides: stride,
          pads: [...begin, ...end].map((p, i) => Math.min(p, kernel[i % 2]! - 1)),
          ...extra,
        },
      },
    ],
  }));

/** Pools of which ceil mode would have windows that begin in the end padding: on both axes, or beside one that has a last one. */
const strayWindows = (op: string, attributes: TinyNode["attributes"] = {}): fc.Arbitrary<TinyFunction> =>
  fc
    .constantFrom(
      { kernel_shape: [3, 3], strides: [4, 4], pads: [1, 1, 1, 1] },
      { kernel_shape: [2, 3], strides: [4, 2], pads: [1, 0, 1, 0] },
    )
    .map((window) => ({
      shape: [2, 6, 6],
      nodes: [
        { op, inputs: ["x"], outputs: ["before"], attributes: { ...window, ceil_mode: 1, ...attributes } },
        { op: "Sigmoid", inputs: ["before"], outputs: ["within"] },
        { op: "Tanh", inputs: ["within"], outputs: ["y"] },
      ],
    }));

/** Opset 17's modes; a crop lies within the picture, or partly beyond (odd numbers, so that none is halfway between two pixels). */
const resize: fc.Arbitrary<TinyFunction> = fc
  .record({
    mode: fc.constantFrom("nearest", "linear", "cubic"),
    coordinates: fc.constantFrom(
      "half_pixel",
      "asymmetric",
      "align_corners",
      "pytorch_half_pixel",
      "tf_crop_and_resize",
    ),
    rounding: fc.constantFrom("floor", "ceil", "round_prefer_floor", "round_prefer_ceil"),
    scale: fc.constantFrom(0.5, 1.5, 2, 3),
    outside: fc.constantFrom(0, 1),
    coefficient: fc.constantFrom(-0.75, -0.5),
    crop: fc.constantFrom([0.113, 0.237, 0.807, 0.853], [0.013, -0.237, 1.107, 1.011]),
  })
  .map(({ mode, coordinates, rounding, scale, outside, coefficient, crop: [top, left, bottom, right] }) => ({
    shape: [2, 4, 6],
    nodes: [
      {
        op: "Resize",
        inputs: ["x", coordinates === "tf_crop_and_resize" ? "roi" : "", "scales"],
        outputs: ["y"],
        attributes: {
          mode,
          coordinate_transformation_mode: coordinates,
          nearest_mode: rounding,
          ...(mode === "cubic" && { exclude_outside: outside, cubic_coeff_a: coefficient }),
        },
      },
    ],
    tensors: { scales: floats(1, 1, scale, scale), roi: floats(0, 0, top!, left!, 1, 1, bottom!, right!) },
  }));

/** A border that mirrors the picture stays within what is left of it. */
const border = (mode: string): fc.Arbitrary<TinyFunction> =>
  fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 6, maxLength: 6 }).map((p) => ({
    shape: [4, 5, 6],
    nodes: [{ op: "Pad", inputs: ["x", "p"], outputs: ["y"], attributes: { mode } }],
    tensors: { p: ints(0, p[0]!, p[1]!, p[2]!, 0, p[3]!, p[4]!, p[5]!) },
  }));

/** x with itself, or with a constant. */
const einsum: fc.Arbitrary<TinyFunction> = fc
  .constantFrom(
    { equation: "nchw,kc->nkhw", dims: [5, 2] },
    { equation: "kc,nchw->nkhw", dims: [5, 2] },
    { equation: "nchw,nckw->nchk", dims: null },
    { equation: "nchw,nckw->nhkc", dims: null },
    { equation: "bihd,bjhd->bhij", dims: null },
    { equation: "nchw,hw->nc", dims: [3, 4] },
    { equation: "nchw,k->nkc", dims: [3] },
    { equation: "nchw,nchw->nc", dims: null },
    { equation: "nchw->nwc", dims: undefined },
    { equation: "nchw,kc,kw->nhk", dims: [5, 2], more: [5, 4] },
  )
  .map(({ equation, dims, more }) => ({
    shape: [2, 3, 4],
    nodes: [
      {
        op: "Einsum",
        inputs: [
          ...(dims === undefined
            ? ["x"]
            : dims === null
              ? ["x", "x"]
              : equation.startsWith("kc")
                ? ["B", "x"]
                : ["x", "B"]),
          ...(more ? ["C"] : []),
        ],
        outputs: ["y"],
        attributes: { equation },
      },
    ],
    tensors: { ...(dims && { B: tensor(dims, 17) }), ...(more && { C: tensor(more, 18) }) },
  }));

const extremes = (op: string): fc.Arbitrary<TinyFunction> =>
  fc
    .record({ axes: fc.constantFrom([2], [2, 3], [-1, 1]), keepdims: fc.constantFrom(0, 1) })
    .chain((attributes) => unary(op, attributes));

const cases: Readonly<Record<string, Case>> = {
  Abs: { kind: "kinked", arbitrary: unary("Abs") },
  Add: { kind: "linear", arbitrary: binary("Add") },
  AveragePool: {
    kind: "linear",
    arbitrary: pool(
      "AveragePool",
      fc.record({ count_include_pad: fc.constantFrom(0, 1), ceil_mode: fc.constantFrom(0, 1) }),
    ),
  },
  "AveragePool that an activation reads": {
    kind: "smooth",
    arbitrary: fc.constantFrom(0, 1).chain((count_include_pad) => strayWindows("AveragePool", { count_include_pad })),
  },
  Cast: { kind: "linear", arbitrary: unary("Cast", { to: 1 }) },
  Clip: {
    kind: "kinked",
    arbitrary: unary("Clip", {}, { low: { dims: [], data: [-0.4] }, high: { dims: [], data: [0.6] } }),
  },
  Concat: {
    kind: "linear",
    arbitrary: one({
      shape: [2, 3, 4],
      nodes: [
        { op: "Mul", inputs: ["x", "A"], outputs: ["a"] },
        { op: "Concat", inputs: ["x", "a", "x"], outputs: ["y"], attributes: { axis: 1 } },
      ],
      tensors: { A: tensor([2, 3, 4], 7) },
    }),
  },
  Conv: { kind: "linear", arbitrary: conv },
  ConvTranspose: { kind: "linear", arbitrary: convTranspose },
  Cos: { kind: "smooth", arbitrary: unary("Cos") },
  DepthToSpace: {
    kind: "linear",
    arbitrary: fc
      .record({ mode: fc.constantFrom("DCR", "CRD"), blocksize: fc.constantFrom(1, 2) })
      .map((attributes) => ({
        shape: [8, 3, 2],
        nodes: [{ op: "DepthToSpace", inputs: ["x"], outputs: ["y"], attributes }],
      })),
  },
  Div: { kind: "positive", arbitrary: binary("Div") },
  Einsum: { kind: "smooth", arbitrary: einsum },
  Elu: { kind: "bent", arbitrary: unary("Elu", { alpha: 0.7 }) },
  Erf: { kind: "smooth", arbitrary: unary("Erf") },
  Exp: { kind: "smooth", arbitrary: unary("Exp") },
  Expand: {
    kind: "linear",
    arbitrary: one({
      shape: [2, 1, 4],
      nodes: [{ op: "Expand", inputs: ["x", "s"], outputs: ["y"] }],
      tensors: { s: ints(1, 2, 3, 4) },
    }),
  },
  Flatten: { kind: "linear", arbitrary: unary("Flatten") },
  Gather: {
    kind: "linear",
    arbitrary: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 9 }).map((picks) => ({
      shape: [2, 3, 4],
      nodes: [{ op: "Gather", inputs: ["x", "i"], outputs: ["y"], attributes: { axis: 3 } }],
      tensors: { i: ints(...picks) },
    })),
  },
  Gemm: {
    kind: "linear",
    arbitrary: fc
      .record({ transA: fc.constantFrom(0, 1), transB: fc.constantFrom(0, 1), alpha: fc.constantFrom(1.5, 0.5) })
      .map(({ transA, transB, alpha }) => ({
        shape: [5],
        nodes: [
          { op: "Transpose", inputs: ["x"], outputs: ["t"], attributes: { perm: [1, 0] } },
          {
            op: "Gemm",
            inputs: [transA ? "t" : "x", "B", "c"],
            outputs: ["y"],
            attributes: { transA, transB, alpha, beta: 0.5 },
          },
        ],
        tensors: { B: tensor(transB ? [3, 5] : [5, 3], 8), c: tensor([3], 9) },
      })),
  },
  // What became of them is in `raises`, and tested here with the rest.
  Gelu: {
    kind: "smooth",
    arbitrary: fc
      .constantFrom("none", "tanh")
      .chain((approximate) => unary("Gelu", { approximate }).map((fn) => ({ ...fn, opset: 20 }))),
  },
  GroupNormalization: {
    kind: "smooth",
    arbitrary: fc.constantFrom(18, 21).map((opset) => ({
      opset,
      shape: [6, 3, 2],
      nodes: [
        {
          op: "GroupNormalization",
          inputs: ["x", "s", "b"],
          outputs: ["y"],
          attributes: { num_groups: 2, epsilon: 0.01 },
        },
      ],
      tensors: { s: tensor([opset === 18 ? 2 : 6], 10, 2), b: tensor([opset === 18 ? 2 : 6], 11) },
    })),
  },
  GlobalAveragePool: { kind: "linear", arbitrary: unary("GlobalAveragePool") },
  GlobalMaxPool: { kind: "kinked", arbitrary: unary("GlobalMaxPool") },
  HardSigmoid: { kind: "kinked", arbitrary: unary("HardSigmoid", { alpha: 0.3, beta: 0.4 }) },
  HardSwish: { kind: "smooth", arbitrary: unary("HardSwish") },
  Identity: { kind: "linear", arbitrary: unary("Identity") },
  InstanceNormalization: {
    kind: "smooth",
    arbitrary: unary("InstanceNormalization", { epsilon: 0.01 }, { s: tensor([2], 10, 2), b: tensor([2], 11) }),
  },
  LRN: {
    kind: "smooth",
    arbitrary: fc
      .record({ size: fc.constantFrom(1, 2, 3, 4, 5), alpha: fc.constantFrom(0.1, 0.5) })
      .map(({ size, alpha }) => ({
        shape: [6, 2, 3],
        nodes: [{ op: "LRN", inputs: ["x"], outputs: ["y"], attributes: { size, alpha, beta: 0.75, bias: 1.5 } }],
      })),
  },
  LayerNormalization: {
    kind: "smooth",
    arbitrary: unary(
      "LayerNormalization",
      { axis: 2, epsilon: 0.01 },
      { s: tensor([3, 4], 10, 2), b: tensor([3, 4], 11) },
    ),
  },
  LeakyRelu: { kind: "kinked", arbitrary: unary("LeakyRelu", { alpha: 0.2 }) },
  Log: { kind: "positive", arbitrary: unary("Log") },
  LogSoftmax: { kind: "smooth", arbitrary: fc.constantFrom(1, 2, -1).chain((axis) => unary("LogSoftmax", { axis })) },
  MatMul: {
    kind: "smooth",
    arbitrary: fc.boolean().map((both) => ({
      shape: [2, 3, 4],
      nodes: [
        { op: "Transpose", inputs: ["x"], outputs: ["t"], attributes: { perm: [0, 1, 3, 2] } },
        { op: "MatMul", inputs: both ? ["x", "t"] : ["x", "B"], outputs: ["y"] },
      ],
      tensors: { B: tensor([4, 5], 12) },
    })),
  },
  "MatMul by a vector": {
    kind: "linear",
    arbitrary: fc.boolean().map((first) => ({
      shape: [2, 3, 4],
      nodes: [{ op: "MatMul", inputs: first ? ["v", "x"] : ["x", "v"], outputs: ["y"] }],
      tensors: { v: tensor([first ? 3 : 4], 20) },
    })),
  },
  Max: { kind: "kinked", arbitrary: unary("Max", {}, { other: tenths([2, 3, 4], 13) }) },
  "Max of three": { kind: "kinked", arbitrary: unary("Max", {}, { a: tenths([2, 3, 4], 13), b: tenths([3, 1], 21) }) },
  MaxPool: { kind: "kinked", arbitrary: pool("MaxPool", fc.record({ ceil_mode: fc.constantFrom(0, 1) })) },
  // What reads the pool has to agree with the runtime's shape inference on how many windows there are.
  "MaxPool that an activation reads": {
    kind: "bent",
    arbitrary: strayWindows("MaxPool"),
  },
  Min: { kind: "kinked", arbitrary: unary("Min", {}, { other: tenths([2, 3, 4], 13) }) },
  Mish: { kind: "smooth", arbitrary: unary("Mish").map((fn) => ({ ...fn, opset: 18 })) },
  Mul: { kind: "smooth", arbitrary: binary("Mul") },
  Neg: { kind: "linear", arbitrary: unary("Neg") },
  PRelu: { kind: "kinked", arbitrary: unary("PRelu", {}, { slope: tensor([2, 1, 1], 14) }) },
  Pad: {
    kind: "linear",
    arbitrary: fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 6, maxLength: 6 }).map((p) => ({
      shape: [3, 4, 5],
      nodes: [{ op: "Pad", inputs: ["x", "p"], outputs: ["y"] }],
      tensors: { p: ints(0, p[0]!, p[1]!, p[2]!, 0, p[3]!, p[4]!, p[5]!) },
    })),
  },
  "Pad that mirrors": { kind: "linear", arbitrary: border("reflect") },
  "Pad that repeats the edge": { kind: "linear", arbitrary: border("edge") },
  Pow: {
    kind: "positive",
    arbitrary: fc.constantFrom(2, 3, 0.5).map((p) => ({
      shape: [2, 3],
      nodes: [{ op: "Pow", inputs: ["x", "p"], outputs: ["y"] }],
      tensors: { p: { dims: [], data: [p] } },
    })),
  },
  "Pow by an exponent an element": { kind: "positive", arbitrary: unary("Pow", {}, { p: tensor([3, 1], 19, 1) }) },
  "Pow by whole exponents, 0 among them": { kind: "smooth", arbitrary: unary("Pow", {}, { p: ints(0, 1, 2, 3) }) },
  "Pow of a constant": {
    kind: "smooth",
    arbitrary: one({
      shape: [2, 3],
      nodes: [{ op: "Pow", inputs: ["base", "x"], outputs: ["y"] }],
      tensors: { base: { dims: [3], data: [0.5, 2, 3] } },
    }),
  },
  "Pow of two signals": { kind: "positive", arbitrary: binary("Pow") },
  Reciprocal: { kind: "positive", arbitrary: unary("Reciprocal") },
  ReduceL2: { kind: "positive", arbitrary: fc.constantFrom([2], [2, 3]).chain((axes) => unary("ReduceL2", { axes })) },
  ReduceMax: { kind: "kinked", arbitrary: extremes("ReduceMax") },
  ReduceMin: { kind: "kinked", arbitrary: extremes("ReduceMin") },
  ReduceMean: {
    kind: "linear",
    arbitrary: fc
      .record({ axes: fc.constantFrom([2], [2, 3], [-1, 1]), keepdims: fc.constantFrom(0, 1) })
      .chain((a) => unary("ReduceMean", a)),
  },
  ReduceSum: {
    kind: "linear",
    arbitrary: fc.constantFrom(0, 1).chain((keepdims) => unary("ReduceSum", { keepdims }, { axes: ints(1, 3) })),
  },
  Relu: { kind: "kinked", arbitrary: unary("Relu") },
  // Sixteen channels fill a block of the runtime's layout: the mask then has another form, and takes a scale in.
  "Relu of whole blocks": {
    kind: "kinked",
    arbitrary: one({ shape: [16, 3, 2], nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }] }),
  },
  "Relu of whole blocks after a scale": {
    kind: "kinked",
    arbitrary: one({
      shape: [16, 3, 2],
      nodes: [
        { op: "Conv", inputs: ["x", "W"], outputs: ["z"], attributes: { group: 16 } },
        { op: "Relu", inputs: ["z"], outputs: ["y"] },
      ],
      tensors: { W: tensor([16, 1, 1, 1], 16) },
    }),
  },
  Reshape: {
    kind: "linear",
    arbitrary: fc.constantFrom([0, -1], [-1, 4, 6], [0, 6, 4, 1]).chain((s) => unary("Reshape", {}, { s: ints(...s) })),
  },
  Resize: { kind: "linear", arbitrary: resize },
  Selu: { kind: "bent", arbitrary: unary("Selu") },
  Sigmoid: { kind: "smooth", arbitrary: unary("Sigmoid") },
  Sin: { kind: "smooth", arbitrary: unary("Sin") },
  Slice: {
    kind: "linear",
    arbitrary: fc
      .record({
        start: fc.integer({ min: -7, max: 7 }),
        end: fc.integer({ min: -8, max: 8 }),
        step: fc.constantFrom(1, 2, 3, -1, -2),
      })
      .filter(({ start, end, step }) => {
        const from = start < 0 ? Math.max(0, start + 7) : Math.min(start, step > 0 ? 7 : 6);
        const to = end < 0 ? end + 7 : end;
        return step > 0 ? from < Math.min(to, 7) : from > Math.max(to, -1) && end >= -7;
      })
      .map(({ start, end, step }) => ({
        shape: [2, 3, 7],
        nodes: [{ op: "Slice", inputs: ["x", "from", "to", "axes", "steps"], outputs: ["y"] }],
        tensors: { from: ints(0, start), to: ints(2, end), axes: ints(2, 3), steps: ints(1, step) },
      })),
  },
  Softmax: { kind: "smooth", arbitrary: fc.constantFrom(1, 2, -1).chain((axis) => unary("Softmax", { axis })) },
  "Softmax of several axes at once": {
    kind: "smooth",
    arbitrary: fc.constantFrom(1, 2, 3).chain((axis) => unary("Softmax", { axis }).map((fn) => ({ ...fn, opset: 11 }))),
  },
  Softplus: { kind: "smooth", arbitrary: unary("Softplus") },
  Softsign: { kind: "bent", arbitrary: unary("Softsign") },
  SpaceToDepth: {
    kind: "linear",
    arbitrary: one({
      shape: [3, 4, 6],
      nodes: [{ op: "SpaceToDepth", inputs: ["x"], outputs: ["y"], attributes: { blocksize: 2 } }],
    }),
  },
  Split: {
    kind: "linear",
    arbitrary: fc.constantFrom("a", "b", "c").map((used) => ({
      shape: [6, 2, 2],
      nodes: [
        { op: "Split", inputs: ["x", "sizes"], outputs: ["a", "b", "c"], attributes: { axis: 1 } },
        { op: "Concat", inputs: [used, "a"], outputs: ["y"], attributes: { axis: 1 } },
      ],
      tensors: { sizes: ints(1, 2, 3) },
    })),
  },
  Sqrt: { kind: "positive", arbitrary: unary("Sqrt") },
  Squeeze: {
    kind: "linear",
    arbitrary: one({
      shape: [2, 1, 3],
      nodes: [{ op: "Squeeze", inputs: ["x", "axes"], outputs: ["y"] }],
      tensors: { axes: ints(2) },
    }),
  },
  Sub: { kind: "linear", arbitrary: binary("Sub") },
  Tanh: { kind: "smooth", arbitrary: unary("Tanh") },
  ThresholdedRelu: { kind: "kinked", arbitrary: unary("ThresholdedRelu", { alpha: 0.4 }) },
  Tile: {
    kind: "linear",
    arbitrary: fc
      .array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 })
      .chain((repeats) => unary("Tile", {}, { r: ints(1, ...repeats) })),
  },
  Transpose: {
    kind: "linear",
    arbitrary: fc.constantFrom([0, 2, 3, 1], [0, 3, 1, 2]).chain((perm) => unary("Transpose", { perm })),
  },
  Unsqueeze: { kind: "linear", arbitrary: unary("Unsqueeze", {}, { axes: ints(2, 5) }) },
  Where: {
    kind: "linear",
    arbitrary: one({
      shape: [2, 3],
      nodes: [
        { op: "Greater", inputs: ["C", "zero"], outputs: ["condition"] },
        { op: "Mul", inputs: ["x", "C"], outputs: ["a"] },
        { op: "Where", inputs: ["condition", "a", "x"], outputs: ["y"] },
      ],
      tensors: { C: tensor([2, 3], 15), zero: { dims: [], data: [0] } },
    }),
  },
};

const settings = {
  linear: { points: "any", step: 1, tolerance: 2e-5 },
  kinked: { points: "apart", step: 0.02, tolerance: 2e-4 },
  bent: { points: "apart", step: 0.02, tolerance: 5e-3 },
  smooth: { points: "any", step: 0.02, tolerance: 5e-3 },
  positive: { points: "positive", step: 0.01, tolerance: 5e-3 },
} as const;

describe("a pullback is the derivative that finite differences show", () => {
  test.each(Object.entries(cases))("%s", async (_, { kind, arbitrary }) => {
    const { points, step, tolerance } = settings[kind];
    const usable = fc.record({ fn: arbitrary, seed: fc.integer({ min: 1, max: 1 << 30 }) });
    await fc.assert(
      fc.asyncProperty(usable, async ({ fn, seed }) => {
        const x = point(
          fn.shape.reduce((a, b) => a * b, 1),
          points,
          seed,
        );
        expect(await gradientError(fn, x, noise(seed + 1), step)).toBeLessThan(tolerance);
      }),
      { numRuns: 30, seed: 7 },
    );
  });

  test("and there is a case for every op of the table", () => {
    expect(Object.keys(pullbacks).filter((op) => !(op in cases))).toEqual([]);
  });
});
