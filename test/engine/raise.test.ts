import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { raiseModel } from "../../packages/engine/src/admit/raise-model.ts";
import { worstError } from "../../packages/engine/src/golden/net.ts";
import { print } from "../../packages/engine/src/index.ts";
import { readModel } from "../../packages/engine/src/onnx/read-model.ts";
import { writeModel } from "../../packages/engine/src/onnx/write-model.ts";
import { type TinyModel, type TinyNode, type TinyTensor, tinyModel } from "./tiny-model.ts";

const int = (...data: number[]): TinyTensor => ({ dims: [data.length], data, type: "int64" });
const floats = (...data: number[]): TinyTensor => ({ dims: [data.length], data });
const values = (...dims: number[]): TinyTensor => ({
  dims,
  data: Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => Math.cos(3 * i)),
});
const scalar = (value: number): TinyTensor => ({ dims: [], data: [value] });

/** The last node that one node of some opset becomes, as text. */
function raised(
  opset: number,
  node: Omit<TinyNode, "inputs" | "outputs">,
  tensors: Record<string, TinyTensor> = {},
  outputs = ["y"],
): string {
  const inputs = ["x", ...Object.keys(tensors)];
  const file = tinyModel({
    opset,
    inputs: { x: ["N", 4, 6, 6] },
    outputs: { y: null },
    nodes: [{ ...node, inputs, outputs }],
    tensors,
  });
  const graph = raiseModel(readModel(file), { name: "x", type: "float32", shape: ["N", 4, 6, 6] }, "y", null);
  return print(graph).split("\n").at(-3)!;
}

describe("old and new forms of an op become the same node", () => {
  const pairs: readonly [string, string, string][] = [
    [
      "Clip",
      raised(10, { op: "Clip", attributes: { min: { float: 0 }, max: { float: 6 } } }),
      raised(17, { op: "Clip" }, { low: scalar(0), high: scalar(6) }),
    ],
    [
      "Squeeze",
      raised(11, { op: "Unsqueeze", attributes: { axes: [1] } }),
      raised(13, { op: "Unsqueeze" }, { axes: int(1) }),
    ],
    [
      "ReduceSum",
      raised(11, { op: "ReduceSum", attributes: { axes: [2, 3] } }),
      raised(18, { op: "ReduceSum" }, { axes: int(2, 3) }),
    ],
    [
      "ReduceMean",
      raised(11, { op: "ReduceMean", attributes: { axes: [2, 3] } }),
      raised(18, { op: "ReduceMean" }, { axes: int(2, 3) }),
    ],
    [
      "Slice",
      raised(9, { op: "Slice", attributes: { starts: [1], ends: [3], axes: [2] } }),
      raised(13, { op: "Slice" }, { s: int(1), e: int(3), a: int(2) }),
    ],
    [
      "Pad",
      raised(9, { op: "Pad", attributes: { pads: [0, 0, 1, 1, 0, 0, 2, 2] } }),
      raised(18, { op: "Pad" }, { p: int(1, 1, 2, 2), v: scalar(0), a: int(2, 3) }),
    ],
    [
      "Upsample",
      raised(9, { op: "Upsample", attributes: { scales: { floats: [1, 1, 2, 2] } } }),
      raised(10, { op: "Resize" }, { s: floats(1, 1, 2, 2) }),
    ],
    [
      "Split",
      raised(11, { op: "Split", attributes: { axis: 1, split: [2, 2] } }, {}, ["y", "z"]),
      raised(18, { op: "Split", attributes: { axis: 1, num_outputs: 2 } }, {}, ["y", "z"]),
    ],
    ["Dropout", raised(9, { op: "Dropout", attributes: { ratio: 0.5 } }), raised(13, { op: "Identity" })],
    ["Sum", raised(13, { op: "Sum" }, { b: scalar(1) }), raised(13, { op: "Add" }, { b: scalar(1) })],
  ];

  test.each(pairs)("%s", (_, old, recent) => {
    expect(old).toBe(recent);
  });
});

describe("what a file leaves out is spelled out", () => {
  test("a Conv's kernel, strides, dilations, pads and group", () => {
    expect(raised(11, { op: "Conv" }, { W: { dims: [2, 4, 3, 3], data: Array(72).fill(1) } })).toBe(
      "y [N, 2, 4, 4] = Conv(x, W[2, 4, 3, 3], kernel_shape=[3, 3], strides=[1, 1], dilations=[1, 1], pads=[0, 0, 0, 0], group=1)",
    );
  });

  test.each([
    ["SAME_UPPER", "pads=[0, 0, 1, 1]"],
    ["SAME_LOWER", "pads=[1, 1, 0, 0]"],
    ["VALID", "pads=[0, 0, 0, 0]"],
  ])("auto_pad %s", (auto_pad, pads) => {
    expect(raised(11, { op: "MaxPool", attributes: { kernel_shape: [3, 3], strides: [2, 2], auto_pad } })).toContain(
      pads,
    );
  });

  test("a softmax's axis, whose default moved to the last", () => {
    expect(raised(13, { op: "Softmax" })).toContain("axis=3");
    expect(raised(11, { op: "Softmax", attributes: { axis: 3 } })).toContain("axis=3");
  });
});

describe("a form that opset 17 cannot say is refused, with the node", () => {
  test.each([
    ["a dilated AveragePool", 19, { op: "AveragePool", attributes: { kernel_shape: [2, 2], dilations: [2, 2] } }, {}],
    [
      "column-major pool indices that are read",
      11,
      { op: "MaxPool", attributes: { kernel_shape: [2, 2], storage_order: 1 } },
      {},
    ],
    ["a border that wraps around", 19, { op: "Pad", attributes: { mode: "wrap" } }, { p: int(0, 0, 1, 1, 0, 0, 1, 1) }],
    ["an Einsum with an ellipsis", 12, { op: "Einsum", attributes: { equation: "...w->..." } }, {}],
    [
      "an antialiased Resize",
      18,
      { op: "Resize", attributes: { antialias: 1 } },
      { roi: floats(), s: floats(1, 1, 2, 2) },
    ],
  ] as const)("%s", (_, opset, node, tensors) => {
    expect(() => raised(opset, node, tensors, ["y", "indices"])).toThrow(
      expect.objectContaining({ code: "unsupported-op", fields: { op: node.op, node: "y" } }),
    );
  });
});

test("a Resize's extents are counted in float32, as the runtime does", () => {
  // 6 × 0.8333333 is 4.9999999, which float32 rounds to 5.
  expect(raised(13, { op: "Resize" }, { roi: floats(), s: floats(1, 1, 5 / 6, 2) })).toContain(
    "y [N, 4, 5, 12] = Resize",
  );
});

test("an op of two articles is called by the right one", () => {
  const node = { op: "AveragePool", attributes: { kernel_shape: [2, 2], dilations: [2, 2] } };
  expect(() => raised(19, node)).toThrow(`The model's node "y" is an AveragePool`);
});

test("a BatchNormalization of old opsets whose further outputs say that it trains is refused", () => {
  const four = Object.fromEntries(["s", "b", "m", "v"].map((name) => [name, values(4)]));
  expect(() => raised(9, { op: "BatchNormalization" }, four, ["y", "mean", "var"])).toThrow("in training mode");
  expect(raised(9, { op: "BatchNormalization" }, four)).toContain("BatchNormalization(x");
});

describe("what an op becomes computes what the runtime says the op is", () => {
  const einsum = (equation: string, ...inputs: readonly string[]): TinyModel => ({
    opset: 12,
    outputs: { y: null },
    nodes: [{ op: "Einsum", inputs, outputs: ["y"], attributes: { equation } }],
    tensors: { B: values(5, 4), C: values(5, 6) },
  });
  const plain = (
    opset: number,
    op: string,
    attributes: TinyNode["attributes"],
    tensors: TinyModel["tensors"] = {},
  ) => ({
    opset,
    outputs: { y: null },
    nodes: [{ op, inputs: ["x", ...Object.keys(tensors)], outputs: ["y"], attributes: attributes ?? {} }],
    tensors,
  });
  const models: readonly [string, TinyModel][] = [
    ["Einsum nchw,kc->nkhw", einsum("nchw,kc->nkhw", "x", "B")],
    ["Einsum kc,nchw->nkhw", einsum("kc,nchw->nkhw", "B", "x")],
    ["Einsum nchw,nckw->nhkc", einsum("nchw,nckw->nhkc", "x", "x")],
    ["Einsum bihd,bjhd->bhij", einsum("bihd,bjhd->bhij", "x", "x")],
    ["Einsum of three", einsum("nchw,kc,kw->nhk", "x", "B", "C")],
    ["Einsum of one", einsum("nchw->nwc", "x")],
    ["Einsum without an arrow", einsum("nchw,nchw", "x", "x")],
    [
      "GroupNormalization of opset 18",
      plain(18, "GroupNormalization", { num_groups: 2 }, { s: values(2), b: values(2) }),
    ],
    [
      "GroupNormalization of opset 21",
      plain(21, "GroupNormalization", { num_groups: 2 }, { s: values(4), b: values(4) }),
    ],
    ["Mish", plain(18, "Mish", {})],
    ["Gelu", plain(20, "Gelu", {})],
    // Windows of ceil mode that would begin in the end padding: on both axes, or on one beside an axis that has a last one.
    ...[0, 1].flatMap((count_include_pad): [string, TinyModel][] =>
      [
        { kernel_shape: [3, 3], strides: [4, 4], pads: [1, 1, 1, 1] },
        { kernel_shape: [2, 3], strides: [4, 2], pads: [1, 0, 1, 0] },
        { kernel_shape: [2, 1], strides: [2, 2], pads: [0, 0, 1, 0] },
      ].map((pool, i) => [
        `AveragePool without stray windows ${i}, padding ${count_include_pad ? "counted" : "left out"}`,
        plain(11, "AveragePool", { ...pool, ceil_mode: 1, count_include_pad }),
      ]),
    ),
    [
      "MaxPool without stray windows",
      plain(12, "MaxPool", { kernel_shape: [2, 3], strides: [4, 2], pads: [1, 0, 1, 0], ceil_mode: 1 }),
    ],
    [
      "MaxPool by column-major indices that nobody reads",
      plain(12, "MaxPool", { kernel_shape: [2, 2], storage_order: 1 }),
    ],
    ...(["SAME_UPPER", "SAME_LOWER"] as const).flatMap((auto_pad): [string, TinyModel][] => [
      [
        `ConvTranspose ${auto_pad}`,
        plain(11, "ConvTranspose", { auto_pad, strides: [4, 5] }, { W: values(4, 2, 3, 4), b: values(2) }),
      ],
      [
        `ConvTranspose ${auto_pad} of an output_shape`,
        plain(11, "ConvTranspose", { auto_pad, strides: [2, 2], output_shape: [11, 13] }, { W: values(4, 2, 4, 4) }),
      ],
    ]),
    [
      "ConvTranspose of an output_shape",
      plain(11, "ConvTranspose", { strides: [2, 2], output_shape: [12, 10] }, { W: values(4, 2, 3, 3), b: values(2) }),
    ],
    [
      "ConvTranspose of an output_shape that it does not fill",
      plain(11, "ConvTranspose", { strides: [4, 4], output_shape: [24, 23] }, { W: values(4, 2, 2, 2) }),
    ],
    ["MatMul by a vector", plain(13, "MatMul", {}, { v: values(6) })],
    ["Max of three", plain(13, "Max", {}, { a: values(6), b: values(4, 1, 1) })],
    ["Min of one", plain(13, "Min", {})],
    ["Softmax of opset 11", plain(11, "Softmax", {})],
    ["LogSoftmax of opset 11", plain(11, "LogSoftmax", { axis: 2 })],
    [
      "Resize of some axes by scales",
      plain(18, "Resize", { mode: "linear", axes: [3, 2] }, { roi: floats(), s: floats(2, 0.7) }),
    ],
    [
      "Resize of some axes by sizes",
      {
        opset: 18,
        outputs: { y: null },
        nodes: [
          { op: "Resize", inputs: ["x", "", "", "sizes"], outputs: ["y"], attributes: { mode: "cubic", axes: [-1] } },
        ],
        tensors: { sizes: int(11) },
      },
    ],
    ["ReduceL2", plain(18, "ReduceL2", {}, { axes: int(2, 3) })],
  ];

  test.each(models)("%s", async (_, model) => {
    const file = tinyModel({ ...model, inputs: { x: ["N", 4, 6, 6] } });
    const graph = raiseModel(readModel(file), { name: "x", type: "float32", shape: ["N", 4, 6, 6] }, "y", null);
    const x = new Tensor(
      "float32",
      Float32Array.from({ length: 3 * 4 * 36 }, (_, i) => Math.sin(7 * i)),
      [3, 4, 6, 6],
    );
    const [expected, actual] = await Promise.all(
      [file, writeModel(graph, "inline")].map(async (bytes) => {
        const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
        const { y } = await session.run({ x });
        await session.release();
        return y!;
      }),
    );
    expect(actual!.dims).toEqual(expected!.dims);
    expect(worstError(actual!.data as Float32Array, expected!.data as Float32Array)).toBeLessThan(1e-5);
  });
});
