import { fromBinary } from "@bufbuild/protobuf";
import {
  type AttributeProto,
  ModelProtoSchema,
  AttributeProto_AttributeType as Type,
  type ValueInfoProto,
} from "onnx-buf";
import { EngineError } from "../errors.ts";
import type { Attribute, Attributes, ElementType, Node, Tensor } from "../graph/graph.ts";
import { type DataFile, type DataFiles, listDataFiles, type NamedData, noDataFiles } from "./data-files.ts";
import { elementTypes } from "./element-types.ts";
import { readTensor, type TensorSource } from "./read-tensor.ts";

/** An input or output as the file declares it; null where it leaves an extent free or says nothing. */
export interface Port {
  readonly name: string;
  readonly type: ElementType | null;
  readonly shape: readonly (number | string | null)[] | null;
}

/** An ONNX file as data, in the opset that it was written in. */
export interface Model {
  readonly opset: number;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly nodes: readonly Node[];
  readonly initialisers: ReadonlyMap<string, Tensor>;
  /** Shapes that the file declares for inner tensors; used only where an op's own rule is not known. */
  readonly declared: ReadonlyMap<string, Port>;
  /** The files beside it that hold its weights; none for most models. */
  readonly dataFiles: readonly DataFile[];
}

export interface ReadOptions {
  /** The file's name beside compiled graphs, which refer to its weights by it (default model.onnx). */
  readonly location?: string | undefined;
  /** The files beside it (default none). */
  readonly data?: DataFiles | undefined;
}

const decoder = new TextDecoder();

function readAttribute(proto: AttributeProto, source: TensorSource): Attribute | undefined {
  switch (proto.type) {
    case Type.FLOAT:
      return proto.f;
    case Type.INT:
      return Number(proto.i);
    case Type.STRING:
      return decoder.decode(proto.s);
    case Type.FLOATS:
      return Float32Array.from(proto.floats);
    case Type.INTS:
      return proto.ints.map(Number);
    case Type.TENSOR:
      return proto.t && readTensor(proto.t, source);
    default:
      // Subgraphs and the like: the ops that have them are refused by name where they matter.
      return undefined;
  }
}

function readPort(proto: ValueInfoProto): Port {
  const tensor = proto.type?.value.case === "tensorType" ? proto.type.value.value : undefined;
  return {
    name: proto.name,
    type: (tensor && elementTypes[tensor.elemType]) ?? null,
    shape:
      tensor?.shape?.dim.map(({ value }) =>
        value.case === "dimValue" ? Number(value.value) : value.case === "dimParam" ? value.value : null,
      ) ?? null,
  };
}

function decode(file: Uint8Array) {
  try {
    const proto = fromBinary(ModelProtoSchema, file, { readUnknownFields: false });
    if (proto.graph && proto.graph.node.length > 0) return { proto, graph: proto.graph };
  } catch {
    // Not protobuf, cut short, or nested beyond the stack: the same sentence for each.
  }
  throw new EngineError(
    "not-onnx",
    "This file is not a complete ONNX model; export the model again and upload the whole .onnx file.",
  );
}

/** Domains whose ops are ONNX's own; others are somebody's extension. */
const ownDomains = new Set(["", "ai.onnx"]);

/**
 * Reads an ONNX file. Weights stay views of `file`, or in its data files. One that is missing is no error yet: what is
 * wrong with a model can be told before its weights are there.
 *
 * @param file the bytes of the .onnx file
 * @throws EngineError `not-onnx`, `external-data`, `data-too-short`, `opset`; ModelInconsistentError
 */
export function readModel(
  file: Uint8Array,
  { location = "model.onnx", data: files = noDataFiles }: ReadOptions = {},
): Model {
  const { proto, graph } = decode(file);
  const data: NamedData = { files, needed: new Map() };
  const source: TensorSource = { file, location, data };
  const opset = Number(proto.opsetImport.find((o) => ownDomains.has(o.domain))?.version ?? 0n);
  if (opset < 9 || opset > 23) {
    throw new EngineError(
      "opset",
      `The model uses ONNX opset ${opset}; Heatlas reads opsets 9 to 23, so export it with one of those.`,
      {
        opset,
      },
    );
  }
  const nodes = graph.node.map((node, index): Node => {
    const attributes: Record<string, Attribute> = {};
    for (const attribute of node.attribute) {
      const value = readAttribute(attribute, source);
      if (value !== undefined) attributes[attribute.name] = value;
    }
    const op = ownDomains.has(node.domain) ? node.opType : `${node.domain}.${node.opType}`;
    return {
      op,
      name: node.name || node.output[0] || `node ${index}`,
      inputs: node.input,
      outputs: node.output,
      attributes: attributes as Attributes,
    };
  });
  const initialisers = new Map(graph.initializer.map((t) => [t.name, readTensor(t, source)]));
  return {
    opset,
    inputs: graph.input.filter((i) => !initialisers.has(i.name)).map(readPort),
    outputs: graph.output.map(readPort),
    nodes,
    initialisers,
    declared: new Map(graph.valueInfo.map((v) => [v.name, readPort(v)])),
    dataFiles: listDataFiles(data),
  };
}
