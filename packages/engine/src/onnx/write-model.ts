import { create, toBinary } from "@bufbuild/protobuf";
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  type TensorProto,
  TensorProto_DataLocation,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "onnx-buf";
import { EngineError } from "../errors.ts";
import { type Attribute, dialect, type Graph, getValue, type Node, type Tensor, type Value } from "../graph/graph.ts";
import { byteLength } from "../graph/tensor.ts";
import type { Provider } from "../target/profile.ts";
import { dataType } from "./element-types.ts";
import { shortenNames } from "./short-names.ts";

/** Smaller constants stay in the compiled graph: a reference would cost as much. */
const borrowFrom = 1024;

/** A protobuf message ends at 2 GiB; the nodes have their share of it. */
const mostInline = 2 ** 31 - 2 ** 24;

/** Attributes that ONNX declares as floats; every other number is an int. */
const floats = new Set([
  "alpha",
  "beta",
  "bias",
  "cubic_coeff_a",
  "epsilon",
  "extrapolation_value",
  "gamma",
  "high",
  "lambd",
  "low",
  "mean",
  "momentum",
  "ratio",
  "scale",
  "seed",
]);

const encoder = new TextEncoder();
// protobuf-es types bytes as Uint8Array<ArrayBuffer>; views of files and fresh arrays both are.
const bytes = (data: Uint8Array) => data as Uint8Array<ArrayBuffer>;

/** Where a tensor stays in the user's files. */
const borrowedOf = ({ borrowed }: Tensor) => (borrowed && borrowed.length >= borrowFrom ? borrowed : undefined);

function writeTensor(name: string, tensor: Tensor, borrow: boolean): TensorProto {
  const dims = tensor.dims.map(BigInt);
  const borrowed = borrow ? borrowedOf(tensor) : undefined;
  if (!borrowed) {
    return create(TensorProtoSchema, { name, dims, dataType: dataType(tensor.type), rawData: bytes(tensor.bytes) });
  }
  const entries = { location: borrowed.location, offset: String(borrowed.offset), length: String(borrowed.length) };
  return create(TensorProtoSchema, {
    name,
    dims,
    dataType: dataType(tensor.type),
    dataLocation: TensorProto_DataLocation.EXTERNAL,
    externalData: Object.entries(entries).map(([key, value]) => create(StringStringEntryProtoSchema, { key, value })),
  });
}

function writeAttribute(name: string, value: Attribute): AttributeProto {
  if (typeof value === "string") {
    return create(AttributeProtoSchema, { name, type: AttributeType.STRING, s: bytes(encoder.encode(value)) });
  }
  if (typeof value === "number") {
    return floats.has(name)
      ? create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value })
      : create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) });
  }
  if (value instanceof Float32Array) {
    return create(AttributeProtoSchema, { name, type: AttributeType.FLOATS, floats: [...value] });
  }
  if ("bytes" in value) {
    return create(AttributeProtoSchema, { name, type: AttributeType.TENSOR, t: writeTensor("", value, false) });
  }
  return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.map(BigInt) });
}

function writePort(value: Value): ValueInfoProto {
  const dim = value.shape.map((d) =>
    create(TensorShapeProto_DimensionSchema, {
      value: d === "N" ? { case: "dimParam", value: "N" } : { case: "dimValue", value: BigInt(d) },
    }),
  );
  const tensor = create(TypeProto_TensorSchema, {
    elemType: dataType(value.type),
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  return create(ValueInfoProtoSchema, {
    name: value.name,
    type: create(TypeProtoSchema, { value: { case: "tensorType", value: tensor } }),
  });
}

const all = (value: number) => (attribute: Attribute) =>
  Array.isArray(attribute) && attribute.every((v) => v === value);
const exactly = (value: number) => (attribute: Attribute) => attribute === value;

/** What ONNX takes for granted; a graph spells it out, a file need not, and graphs of many nodes halve by it. */
const defaults: Readonly<Record<string, (attribute: Attribute) => boolean>> = {
  strides: all(1),
  dilations: all(1),
  pads: all(0),
  output_padding: all(0),
  group: exactly(1),
  ceil_mode: exactly(0),
  count_include_pad: exactly(0),
  keepdims: exactly(1),
  transA: exactly(0),
  transB: exactly(0),
};

function isImplied(op: string, name: string, value: Attribute): boolean {
  if (name === "kernel_shape") return op === "Conv" || op === "ConvTranspose";
  if (name === "alpha" || name === "beta") return op === "Gemm" && value === 1;
  return defaults[name]?.(value) ?? false;
}

const writeNode = ({ op, name, inputs, outputs, attributes }: Node): NodeProto =>
  create(NodeProtoSchema, {
    opType: op,
    // A node that is called like its output needs no name in the file.
    ...(name !== outputs[0] && { name }),
    input: [...inputs],
    output: [...outputs],
    attribute: Object.entries(attributes)
      .filter(([key, value]) => !isImplied(op, key, value))
      .map(([key, value]) => writeAttribute(key, value)),
  });

function checkInline(bytes: number): void {
  if (bytes <= mostInline) return;
  throw new EngineError(
    "onnx-limit",
    `With its ${(bytes / 2 ** 30).toFixed(1)} GiB of weights inside, the file would be larger than the 2 GiB at which ONNX files end; write the compiled graph beside the model's own files instead, whose weights it then reads there.`,
    { bytes },
  );
}

/**
 * Writes a graph as an ONNX file of opset 17.
 *
 * @param weights `borrowed`: constants of 1 KB or more that lie in the user's files stay there, as external data, and
 *   inner tensors have numbers for names; `inline`: the file stands alone, for people and other runtimes to read
 * @param provider whose forms it is written in: a file for another than the CPU says so, and so has another hash
 * @throws EngineError `onnx-limit` where a file with its weights inside would be larger than ONNX files can be
 */
export function writeModel(given: Graph, weights: "borrowed" | "inline", provider: Provider = "cpu"): Uint8Array {
  const graph = weights === "borrowed" ? shortenNames(given) : given;
  const used = new Set([...graph.nodes.flatMap((node) => node.inputs), ...graph.outputs]);
  const constants = [...graph.values.values()].flatMap(({ name, tensor }) =>
    tensor && used.has(name) ? [{ name, tensor }] : [],
  );
  if (weights === "inline") checkInline(constants.reduce((sum, { tensor }) => sum + byteLength(tensor), 0));
  const initializer = constants.map(({ name, tensor }) => writeTensor(name, tensor, weights === "borrowed"));
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    producerName: "heatlas",
    ...(provider !== "cpu" && {
      metadataProps: [create(StringStringEntryProtoSchema, { key: "heatlas.provider", value: provider })],
    }),
    opsetImport: [create(OperatorSetIdProtoSchema, { domain: "", version: BigInt(dialect) })],
    graph: create(GraphProtoSchema, {
      name: "heatlas",
      node: graph.nodes.map(writeNode),
      initializer,
      input: graph.inputs.map((name) => writePort(getValue(graph, name))),
      output: graph.outputs.map((name) => writePort(getValue(graph, name))),
    }),
  });
  return toBinary(ModelProtoSchema, model);
}
