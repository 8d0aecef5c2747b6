import { fromBinary } from "@bufbuild/protobuf";
import { type GraphProto, ModelProtoSchema } from "onnx-buf";
import { describe, expect, test } from "vitest";
import { raiseModel } from "../../packages/engine/src/admit/raise-model.ts";
import { createBuilder } from "../../packages/engine/src/graph/builder.ts";
import type { Graph } from "../../packages/engine/src/graph/graph.ts";
import { compileExplainer, print } from "../../packages/engine/src/index.ts";
import { readModel } from "../../packages/engine/src/onnx/read-model.ts";
import { simplify } from "../../packages/engine/src/simplify/simplify.ts";
import { type TinyModel, tinyClassifier, tinyModel } from "./tiny-model.ts";

/** The graph that reading makes of nodes from "image" [N, 3, 8, 8] to "y". */
function raised(nodes: TinyModel["nodes"], tensors: TinyModel["tensors"] = {}, opset = 17): Graph {
  const file = tinyModel({ nodes, tensors, opset, outputs: { y: null } });
  return raiseModel(readModel(file), { name: "image", type: "float32", shape: ["N", 3, 8, 8] }, "y", null);
}

const body = (graph: Graph) => print(graph).split("\n").slice(1, -2).join("\n");
const K = { dims: [4, 3, 3, 3], data: Array.from({ length: 108 }, (_, i) => i / 100) };
const statistics = Object.fromEntries(
  ["g", "b", "m", "v"].map((name, i) => [name, { dims: [4], data: [1, 2, 3, 4].map((v) => v * (i + 1)) }]),
);

describe("an explanation graph", () => {
  test("of a conv and a ReLU is these nodes and no others", () => {
    const file = tinyClassifier(
      [
        { op: "Conv", inputs: ["image", "K"], outputs: ["z"], attributes: { pads: [1, 1, 1, 1] } },
        { op: "Relu", inputs: ["z"], outputs: ["features"] },
      ],
      4,
      { tensors: { K } },
    );
    expect(
      print(compileExplainer(file, [{ slug: "vanilla" }, { slug: "guided" }, { slug: "grad-cam" }]).graph),
    ).toMatchSnapshot();
  });

  test("shares what its methods have in common: deconvnet and guided are the same above the last ReLU", () => {
    const nodes = [
      { op: "Conv", inputs: ["image", "K"], outputs: ["z"] },
      { op: "Relu", inputs: ["z"], outputs: ["features"] },
    ];
    const file = tinyClassifier(nodes, 4, { tensors: { K } });
    const count = (...slugs: string[]) =>
      compileExplainer(
        file,
        slugs.map((slug) => ({ slug })),
      ).graph.nodes.length;
    expect(count("vanilla", "vanilla")).toBe(count("vanilla") + 1);
    expect(count("vanilla", "deconvnet", "guided") - count("vanilla")).toBeLessThanOrEqual(8);
  });

  test("masks whole blocks of channels by convolutions, with a BatchNormalization's scale taken in", () => {
    const nodes = [
      { op: "Conv", inputs: ["image", "K", "b"], outputs: ["z"], attributes: { group: 1 } },
      { op: "Abs", inputs: ["z"], outputs: ["a"] },
      { op: "BatchNormalization", inputs: ["a", "one", "one", "one", "one"], outputs: ["n"] },
      { op: "Relu", inputs: ["n"], outputs: ["features"] },
    ];
    const tensors = {
      K: { dims: [16, 3, 1, 1], data: Array(48).fill(0.5) },
      b: { dims: [16], data: Array(16).fill(0) },
      one: { dims: [16], data: Array(16).fill(1) },
    };
    const text = print(compileExplainer(tinyClassifier(nodes, 16, { tensors }), [{ slug: "vanilla" }]).graph);
    expect(text).not.toContain("Sign(features)");
    // Forward: the layer and the normalisation. Backward: two steps of the mask, and the layer; none only to scale.
    expect(text.match(/= Conv\(/g)).toHaveLength(5);
  });

  test("multiplies the gradients of all methods with a large weight at once", () => {
    const nodes = [
      { op: "Relu", inputs: ["image"], outputs: ["r"] },
      { op: "Flatten", inputs: ["r"], outputs: ["f"] },
      { op: "Gemm", inputs: ["f", "L"], outputs: ["g"], attributes: { transB: 1 } },
      { op: "Relu", inputs: ["g"], outputs: ["h"] },
      { op: "Gemm", inputs: ["h", "W"], outputs: ["scores"], attributes: { transB: 1 } },
    ];
    const random = (dims: number[]) => ({
      dims,
      data: Array.from({ length: dims[0]! * dims[1]! }, (_, i) => Math.sin(i)),
    });
    const file = tinyModel({
      nodes,
      outputs: { scores: ["N", 4] },
      tensors: { L: random([2048, 192]), W: random([4, 2048]) },
    });
    const text = print(compileExplainer(file, [{ slug: "vanilla" }, { slug: "deconvnet" }, { slug: "guided" }]).graph);
    expect(text.match(/= Gemm\(.*L\[2048, 192\]/g)).toHaveLength(2);
    expect(text).toMatch(/\[3N, 2048\] = Concat\(/);
  });

  test("borrows its large weights from the model's file and holds the small ones", () => {
    const big = { dims: [64, 3, 3, 3], data: Array.from({ length: 1728 }, (_, i) => i / 1728) };
    const nodes = [{ op: "Conv", inputs: ["image", "K"], outputs: ["features"] }];
    const file = tinyClassifier(nodes, 64, { tensors: { K: big } });
    const [borrowed, inline] = (["borrowed", "inline"] as const).map(
      (weights) => compileExplainer(file, [{ slug: "vanilla" }], { weights }).onnx.length,
    );
    expect(inline! - borrowed!).toBeGreaterThan(1728 * 4);
  });

  test("has numbers for the names of inner tensors, and keeps those of its ports and of the model's nodes", () => {
    const nodes = [
      // Named like a number, and like a node that the builder makes.
      { op: "Relu", inputs: ["image"], outputs: ["0"], name: "the first layer" },
      { op: "Abs", inputs: ["0"], outputs: ["abs_0"] },
      { op: "Neg", inputs: ["abs_0"], outputs: ["features"] },
    ];
    const [borrowed, inline] = (["borrowed", "inline"] as const).map((weights) => {
      const { onnx } = compileExplainer(tinyClassifier(nodes), [{ slug: "vanilla" }], { weights });
      return fromBinary(ModelProtoSchema, onnx).graph!;
    });
    const portsOf = ({ input, output }: GraphProto) => [...input, ...output].map(({ name }) => name);
    expect(portsOf(borrowed!)).toEqual(portsOf(inline!));
    const ports = new Set(portsOf(borrowed!));
    const inner = borrowed!.node.flatMap(({ input, output }) => [...input, ...output]).filter((n) => !ports.has(n));
    expect(inner.every((name) => /^[0-9a-z]{0,2}$/.test(name))).toBe(true);
    expect(borrowed!.node.map(({ name }) => name).filter(Boolean)).toEqual(
      expect.arrayContaining(["the first layer", "features"]),
    );
    expect(inline!.node.flatMap(({ output }) => output)).toContain("features");
  });

  test("is the same bytes each time, so that its hash names it", () => {
    const nodes = [{ op: "Relu", inputs: ["image"], outputs: ["features"] }];
    const [a, b] = [1, 2].map(() => compileExplainer(tinyClassifier(nodes), [{ slug: "vanilla" }]));
    expect(a!.hash).toBe(b!.hash);
    expect(compileExplainer(tinyClassifier(nodes), [{ slug: "guided" }]).hash).not.toBe(a!.hash);
  });

  test("keeps its ports apart from tensors of the model that have their names", () => {
    const nodes = [
      { op: "Relu", inputs: ["image"], outputs: ["target"] },
      { op: "Abs", inputs: ["target"], outputs: ["vanilla"] },
      { op: "Neg", inputs: ["vanilla"], outputs: ["features"] },
    ];
    const { graph, ports } = compileExplainer(tinyClassifier(nodes), [{ slug: "vanilla" }]);
    expect(ports.target).toBe("heatlas:target");
    expect(graph.outputs).toContain("heatlas:vanilla");
  });
});

describe("the builder", () => {
  const empty: Graph = {
    inputs: ["x"],
    outputs: [],
    nodes: [],
    values: new Map([["x", { name: "x", type: "float32", shape: ["N", 3] }]]),
    aliases: new Map(),
  };

  test("makes an expression once, and constants of one content once", () => {
    const b = createBuilder(empty);
    expect(b.emit("Relu", ["x"])).toBe(b.emit("Relu", ["x"]));
    expect(b.emit("Mul", ["x", b.float(2)])).toBe(b.emit("Mul", ["x", b.float(2)]));
    const rows = Array.from({ length: 224 }, (_, i) => i >> 1);
    expect(b.int(rows)).toBe(b.int([...rows]));
    expect(b.emit("Softmax", ["x"], { axis: 1 })).not.toBe(b.emit("Softmax", ["x"], { axis: 0 }));
  });

  test("keeps the batch symbolic through reshapes, also where it joins other axes", () => {
    const b = createBuilder(empty);
    const flat = b.emit("Reshape", ["x", b.int([-1])]);
    expect(b.shape(flat)).toEqual(["3N"]);
    expect(b.shape(b.emit("Reshape", [flat, b.int([-1, 3])]))).toEqual(["N", 3]);
    expect(b.shape(b.emit("Reshape", [flat, b.emit("Shape", ["x"])]))).toEqual(["N", 3]);
  });
});

describe("simplifying", () => {
  test("folds a BatchNormalization into the Conv before it, whose weights stay where they are", () => {
    const graph = simplify(
      raised(
        [
          { op: "Conv", inputs: ["image", "K"], outputs: ["c"] },
          { op: "BatchNormalization", inputs: ["c", "g", "b", "m", "v"], outputs: ["y"], attributes: { epsilon: 0.5 } },
        ],
        { K, ...statistics },
      ),
    );
    expect(body(graph)).toBe(
      [
        "y:variance [4] = Add({4, 8, 12, 16}, 0.5)",
        "y:deviation [4] = Sqrt(y:variance)",
        "y:scale [4] = Div({1, 2, 3, 4}, y:deviation)",
        "y:mean [4] = Mul({3, 6, 9, 12}, y:scale)",
        "y:shift [4] = Sub({2, 4, 6, 8}, y:mean)",
        "y:factor [4, 1, 1, 1] = Reshape(y:scale, {4, 1, 1, 1})",
        "y:weight [4, 3, 3, 3] = Mul(K[4, 3, 3, 3], y:factor)",
        "y [N, 4, 6, 6] = Conv(image, y:weight, y:shift, kernel_shape=[3, 3], strides=[1, 1], dilations=[1, 1], pads=[0, 0, 0, 0], group=1)",
      ].join("\n"),
    );
  });

  test("turns a BatchNormalization without a layer before it into a depthwise Conv", () => {
    const three = Object.fromEntries(["g", "b", "m", "v"].map((name) => [name, { dims: [3], data: [1, 4, 9] }]));
    const graph = simplify(
      raised(
        [
          {
            op: "BatchNormalization",
            inputs: ["image", "g", "b", "m", "v"],
            outputs: ["y"],
            attributes: { epsilon: 0.00001 },
          },
        ],
        three,
      ),
    );
    expect(body(graph)).toContain("y [N, 3, 8, 8] = Conv(image, y:weight, y:shift, kernel_shape=[1, 1]");
  });

  test("does not fold over a tensor that a caller looks at", () => {
    const nodes = [
      { op: "Conv", inputs: ["image", "K"], outputs: ["c"] },
      { op: "BatchNormalization", inputs: ["c", "g", "b", "m", "v"], outputs: ["y"] },
    ];
    expect(simplify(raised(nodes, { K, ...statistics }), new Set(["c"])).values.has("c")).toBe(true);
    expect(simplify(raised(nodes, { K, ...statistics })).values.has("c")).toBe(false);
  });

  test("leaves out Identity, Dropout, zero pads and pools of one element, and remembers their names", () => {
    const graph = simplify(
      raised(
        [
          { op: "Identity", inputs: ["image"], outputs: ["a"] },
          { op: "Dropout", inputs: ["a"], outputs: ["b"] },
          { op: "Pad", inputs: ["b", "none"], outputs: ["c"] },
          { op: "AveragePool", inputs: ["c"], outputs: ["d"], attributes: { kernel_shape: [1, 1] } },
          { op: "Relu", inputs: ["d"], outputs: ["y"] },
        ],
        { none: { dims: [8], data: [0, 0, 0, 0, 0, 0, 0, 0], type: "int64" } },
      ),
    );
    expect(body(graph)).toBe("y [N, 3, 8, 8] = Relu(image)");
    expect(graph.aliases.get("d")).toBe("image");
  });

  test("nests the growing Concats of DenseNet", () => {
    const relu = (from: string, to: string) => ({ op: "Relu", inputs: [from], outputs: [to] });
    const concat = (inputs: string[], to: string) => ({ op: "Concat", inputs, outputs: [to], attributes: { axis: 1 } });
    const graph = simplify(
      raised([
        relu("image", "a"),
        concat(["image", "a"], "c1"),
        relu("c1", "b"),
        concat(["image", "a", "b"], "c2"),
        relu("c2", "y"),
      ]),
    );
    expect(body(graph)).toContain("c2 [N, 12, 8, 8] = Concat(c1, b, axis=1)");
  });

  test("computes ShuffleNet's shape arithmetic and leaves the batch free", () => {
    const int = (...data: number[]) => ({ dims: [data.length], data, type: "int64" as const });
    const graph = simplify(
      raised(
        [
          { op: "Shape", inputs: ["image"], outputs: ["s"] },
          { op: "Gather", inputs: ["s", "i0"], outputs: ["n"] },
          { op: "Gather", inputs: ["s", "i2"], outputs: ["h"] },
          { op: "Mul", inputs: ["h", "two"], outputs: ["h2"] },
          { op: "Concat", inputs: ["n", "three", "h2", "four"], outputs: ["to"], attributes: { axis: 0 } },
          { op: "Reshape", inputs: ["image", "to"], outputs: ["y"] },
        ],
        { i0: int(0), i2: int(2), two: int(2), three: int(3), four: int(4) },
      ),
    );
    expect(body(graph)).toBe("y [N, 3, 16, 4] = Reshape(image, {0, 3, 16, 4})");
  });
});
