import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { admit, compileExplainer, EngineError } from "../../packages/engine/src/index.ts";
import { goldenRoot } from "./golden.ts";
import { head, tinyClassifier, tinyModel } from "./tiny-model.ts";

const golden = (path: string) => readFileSync(`${goldenRoot}${path}`);
const relu = { op: "Relu", inputs: ["image"], outputs: ["features"] };

/** What a refusal says: its code and its sentence. */
function refusal(file: Uint8Array, size?: { height: number; width: number }): { code: string; message: string } {
  try {
    admit(file, { size });
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError);
    const { code, message } = error as EngineError;
    expect(message).toMatch(/^[A-Z][^\n]*\.$/);
    return { code, message };
  }
  throw new Error("the model was admitted");
}

describe("what is known of an admitted model", () => {
  test("counts its nodes, ops and parameters and finds input, output and target layer", () => {
    expect(admit(golden("concat_fire/model.onnx"))).toEqual({
      opset: 17,
      nodeCount: 29,
      parameterCount: 1700,
      ops: { Concat: 3, Conv: 11, Flatten: 1, GlobalAveragePool: 1, MaxPool: 2, Relu: 11 },
      input: { name: "input", height: 40, width: 40 },
      output: { name: "logits", softmax: false },
      classCount: 6,
      targetLayer: { tensor: "/cam/Concat_output_0", channels: 16, height: 4, width: 4 },
      dataFiles: [],
    });
  });

  test("a softmax at the end is skipped: the logits before it are explained", () => {
    const file = tinyModel({
      outputs: { probabilities: ["N", 4] },
      nodes: [relu, ...head("features", 3).nodes, { op: "Softmax", inputs: ["scores"], outputs: ["probabilities"] }],
      tensors: head("features", 3).tensors,
    });
    expect(admit(file).output).toEqual({ name: "probabilities", softmax: true });
    expect(compileExplainer(file, [{ slug: "vanilla" }]).graph.nodes.map((node) => node.op)).not.toContain("Softmax");
  });

  test("a model that leaves its size free is checked, and takes the size that is said", () => {
    const file = tinyClassifier([relu], 3, { inputs: { image: ["N", 3, "H", "W"] } });
    expect(admit(file).input).toEqual({ name: "image", height: null, width: null });
    expect(admit(file).targetLayer).toBeNull();
    expect(admit(file, { size: { height: 20, width: 30 } }).targetLayer).toEqual({
      tensor: "features",
      channels: 3,
      height: 20,
      width: 30,
    });
    expect(refusal(tinyClassifier([relu]), { height: 9, width: 8 })).toMatchObject({ code: "input-size" });
  });

  test("layers that are asked for have to be there, and change nothing else", () => {
    const file = tinyClassifier([relu]);
    expect(admit(file, { layers: ["image", "features"] })).toEqual(admit(file));
    const ask = () => admit(file, { layers: ["features", "feature", "x"] });
    expect(ask).toThrow(/^The model has no tensor "feature" \(near names: "features"/);
  });

  test("a batch that the file fixed is freed, also in its reshapes", () => {
    const file = tinyModel({
      inputs: { image: [1, 3, 8, 8] },
      outputs: { scores: [1, 2] },
      nodes: [
        relu,
        { op: "Reshape", inputs: ["features", "shape"], outputs: ["flat"] },
        { op: "MatMul", inputs: ["flat", "W"], outputs: ["scores"] },
      ],
      tensors: {
        shape: { dims: [2], data: [1, 192], type: "int64" },
        W: { dims: [192, 2], data: Array.from({ length: 384 }, (_, i) => Math.cos(i)) },
      },
    });
    const { graph, ports } = compileExplainer(file, [{ slug: "vanilla" }]);
    expect(graph.values.get(ports.logits)?.shape).toEqual(["N", 2]);
  });
});

describe("an op without a pullback", () => {
  const strange = { op: "TopK", inputs: ["image"], outputs: ["odd"], name: "strange one" };

  test("on the path from the image is refused, named with its node", () => {
    const { code, message } = refusal(
      tinyClassifier([strange, { op: "Relu", inputs: ["odd"], outputs: ["features"] }]),
    );
    expect(code).toBe("unsupported-op");
    expect(message).toContain('"strange one" is a TopK');
  });

  test("of somebody's own domain is refused by its full name", () => {
    const foreign = { ...strange, op: "Magic", domain: "com.example" };
    expect(
      refusal(tinyClassifier([foreign, { op: "Relu", inputs: ["odd"], outputs: ["features"] }])).message,
    ).toContain("com.example.Magic");
  });

  describe("that does not read the image", () => {
    const gated = { op: "Mul", inputs: ["image", "gate"], outputs: ["features"] };
    const tensors = { c: { dims: [1, 3, 8, 8], data: Array.from({ length: 192 }, (_, i) => i) } };
    const one = (op: string, more: object = {}) =>
      tinyClassifier([{ op, inputs: ["c"], outputs: ["gate"], name: "odd", ...more }, gated], 3, { tensors });

    test.each(["Hardmax", "Celu", "ReduceL1", "ReduceSumSquare", "Round", "LpNormalization"])(
      "is no obstacle: %s",
      (op) => {
        expect(admit(one(op)).classCount).toBe(4);
      },
    );

    test("is refused only where its shape is nowhere, with the way to write it into the file", () => {
      const { code, message } = refusal(one("Magic", { domain: "com.example" }));
      expect(code).toBe("unsupported-op");
      expect(message).toContain("onnx.shape_inference.infer_shapes");
    });
  });

  test("that leads to another output is no obstacle", () => {
    expect(admit(tinyClassifier([relu, strange], 3, { outputs: { scores: ["N", 4], odd: null } })).classCount).toBe(4);
  });
});

describe("one clear sentence refuses", () => {
  test("a truncated file", () => {
    const file = golden("conv_relu/model.onnx");
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      expect(["not-onnx", "model-inconsistent"]).toContain(refusal(file.subarray(0, file.length * share)).code);
    }
  });

  test("a text file, an empty file and a picture", () => {
    for (const bytes of ["hello, world\n".repeat(50), "", "\u0089PNG\r\n\u001a\n"]) {
      expect(refusal(Buffer.from(bytes, "latin1")).code).toBe("not-onnx");
    }
  });

  test("class scores that no gradient reaches, with the node where the way ends", () => {
    const { code, message } = refusal(
      tinyClassifier([
        { op: "Shape", inputs: ["image"], outputs: ["shape"] },
        { op: "Reshape", inputs: ["image", "shape"], outputs: ["same"] },
        { op: "Sign", inputs: ["same"], outputs: ["features"], name: "the end" },
      ]),
    );
    expect(code).toBe("no-class-output");
    expect(message).toContain('"the end" (Sign)');
  });

  test("an opset that is too old or too new", () => {
    expect(refusal(tinyClassifier([relu], 3, { opset: 8 })).code).toBe("opset");
    expect(refusal(tinyClassifier([relu], 3, { opset: 24 })).code).toBe("opset");
  });

  test.each([
    ["a vector", { input: ["N", 10] }],
    ["a grey picture", { input: ["N", 1, 8, 8] }],
    ["channels last", { input: ["N", 8, 8, 3] }],
    ["two inputs", { image: ["N", 3, 8, 8], mask: ["N", 8, 8] }],
    ["no input", {}],
  ])("an input that is not an image: %s", (_, inputs) => {
    expect(refusal(tinyClassifier([relu], 3, { inputs: inputs as Record<string, (string | number)[]> })).code).toBe(
      "not-an-image-input",
    );
  });

  test("an input of whole numbers", () => {
    expect(refusal(tinyClassifier([relu], 3, { inputType: 2 })).code).toBe("not-an-image-input");
  });

  test("a model without class scores: a picture out, one score, or scores that ignore the picture", () => {
    expect(refusal(tinyModel({ outputs: { features: ["N", 3, 8, 8] }, nodes: [relu] })).code).toBe("no-class-output");
    const flat = [relu, { op: "ReduceMean", inputs: ["features"], outputs: ["one"], attributes: { axes: [1, 2, 3] } }];
    expect(refusal(tinyModel({ outputs: { one: ["N", 1] }, nodes: flat })).code).toBe("no-class-output");
    const constant = [{ op: "Relu", inputs: ["C"], outputs: ["scores"] }];
    expect(
      refusal(
        tinyModel({
          outputs: { scores: ["N", 4] },
          nodes: constant,
          tensors: { C: { dims: [1, 4], data: [1, 2, 3, 4] } },
        }),
      ).code,
    ).toBe("no-class-output");
  });

  test("a model that contradicts itself", () => {
    const missing = tinyClassifier([{ op: "Relu", inputs: ["nowhere"], outputs: ["features"] }]);
    expect(refusal(missing).message).toContain('"nowhere"');
    const cycle = tinyClassifier([
      { op: "Add", inputs: ["image", "b"], outputs: ["features"] },
      { op: "Relu", inputs: ["features"], outputs: ["b"] },
    ]);
    expect(refusal(cycle).code).toBe("model-inconsistent");
    const channels = tinyClassifier([{ op: "Conv", inputs: ["image", "K"], outputs: ["features"] }], 3, {
      tensors: { K: { dims: [3, 5, 1, 1], data: Array(15).fill(1) } },
    });
    expect(refusal(channels)).toMatchObject({ code: "model-inconsistent" });
    const short = tinyClassifier([relu], 3, { tensors: { W: { dims: [4, 3], data: [1, 2] } } });
    expect(refusal(short).message).toContain("48 bytes");
  });
});

describe("hostile files", () => {
  /** Random, but the same in every run. */
  function* noise(seed: number): Generator<number> {
    for (let state = seed; ; ) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      yield state;
    }
  }

  test("a model with any bytes changed is admitted or refused, never anything else", () => {
    const file = golden("bn_densenet/model_bnkept.onnx");
    const random = noise(1);
    const next = () => random.next().value as number;
    for (let round = 0; round < 300; round++) {
      const broken = Uint8Array.from(file);
      for (let k = 0; k <= round % 8; k++) broken[next() % broken.length] = next() >>> 24;
      try {
        admit(broken);
      } catch (error) {
        expect(error).toBeInstanceOf(EngineError);
      }
    }
  });

  test("messages nested a hundred thousand deep are refused", () => {
    // Field 7 of a model is its graph, 1 of a graph a node, 5 of a node an attribute, 6 of an attribute a graph.
    let nested = Buffer.alloc(0);
    const wrap = (field: number) => {
      const length: number[] = [];
      for (let rest = nested.length; ; rest >>>= 7) {
        length.push(rest > 127 ? (rest & 127) | 128 : rest);
        if (rest <= 127) break;
      }
      nested = Buffer.concat([Buffer.from([(field << 3) | 2, ...length]), nested]);
    };
    for (let depth = 0; depth < 2000; depth++) for (const field of [5, 1, 6]) wrap(field);
    wrap(7);
    expect(refusal(nested).code).toBe("not-onnx");
  });

  test("a tensor that claims to be larger than any machine is refused", () => {
    const file = tinyClassifier(
      [
        { op: "ConstantOfShape", inputs: ["huge"], outputs: ["zeros"] },
        { op: "Add", inputs: ["image", "zeros"], outputs: ["features"] },
      ],
      3,
      { tensors: { huge: { dims: [4], data: [2 ** 31, 2 ** 31, 2 ** 31, 2 ** 31], type: "int64" } } },
    );
    expect(refusal(file).code).toBe("model-inconsistent");
  });
});
