import { create, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  TensorProto_DataLocation,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from "onnx-buf";

type Numbers = readonly number[];

/** A number with a fraction part is a float attribute; mark whole floats as { float: 1 }. */
type TinyAttribute = number | string | Numbers | { readonly float: number } | { readonly floats: Numbers };

export interface TinyNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, TinyAttribute>>;
  readonly name?: string;
  readonly domain?: string;
}

export interface TinyTensor {
  readonly dims: Numbers;
  readonly data: Numbers;
  readonly type?: "float" | "int64" | "string";
  /** Refers to another file instead of holding its data. */
  readonly external?: string;
}

export interface TinyModel {
  readonly opset?: number;
  readonly inputs?: Readonly<Record<string, readonly (number | string)[]>>;
  readonly inputType?: number;
  readonly outputs: Readonly<Record<string, readonly (number | string)[] | null>>;
  readonly nodes: readonly TinyNode[];
  readonly tensors?: Readonly<Record<string, TinyTensor>>;
}

function attribute(name: string, value: TinyAttribute) {
  if (typeof value === "string") {
    return create(AttributeProtoSchema, { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) });
  }
  if (typeof value === "number") {
    return Number.isInteger(value)
      ? create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) })
      : create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value });
  }
  if ("float" in value) return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value.float });
  if ("floats" in value) {
    return create(AttributeProtoSchema, { name, type: AttributeType.FLOATS, floats: [...value.floats] });
  }
  return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.map(BigInt) });
}

function port(name: string, shape: readonly (number | string)[] | null, elemType: number) {
  const dim = shape?.map((d) =>
    create(TensorShapeProto_DimensionSchema, {
      value: typeof d === "number" ? { case: "dimValue", value: BigInt(d) } : { case: "dimParam", value: d },
    }),
  );
  const tensor = create(TypeProto_TensorSchema, {
    elemType,
    ...(dim && { shape: create(TensorShapeProtoSchema, { dim }) }),
  });
  const type = create(TypeProtoSchema, { value: { case: "tensorType", value: tensor } });
  return create(ValueInfoProtoSchema, { name, type });
}

function tensor(name: string, { dims, data, type = "float", external }: TinyTensor) {
  const array = type === "float" ? Float32Array.from(data) : BigInt64Array.from(data, BigInt);
  const base = { name, dims: dims.map(BigInt), dataType: { float: 1, int64: 7, string: 8 }[type] };
  if (external === undefined) return create(TensorProtoSchema, { ...base, rawData: new Uint8Array(array.buffer) });
  return create(TensorProtoSchema, {
    ...base,
    dataLocation: TensorProto_DataLocation.EXTERNAL,
    externalData: [create(StringStringEntryProtoSchema, { key: "location", value: external })],
  });
}

/** An ONNX file from a few lines. */
export function tinyModel(model: TinyModel): Uint8Array {
  const inputs = model.inputs ?? { image: ["N", 3, 8, 8] };
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 8n,
      opsetImport: [create(OperatorSetIdProtoSchema, { domain: "", version: BigInt(model.opset ?? 17) })],
      graph: create(GraphProtoSchema, {
        name: "tiny",
        node: model.nodes.map(({ op, inputs: from, outputs, attributes = {}, name = outputs[0]!, domain = "" }) =>
          create(NodeProtoSchema, {
            opType: op,
            domain,
            name,
            input: [...from],
            output: [...outputs],
            attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
          }),
        ),
        initializer: Object.entries(model.tensors ?? {}).map(([name, t]) => tensor(name, t)),
        input: Object.entries(inputs).map(([name, shape]) => port(name, shape, model.inputType ?? 1)),
        output: Object.entries(model.outputs).map(([name, shape]) => port(name, shape, 1)),
      }),
    }),
  );
}

/** Pooling and a fully connected layer after `features`: the end of a classifier of 4 classes. */
export const head = (features: string, channels: number) => ({
  nodes: [
    { op: "GlobalAveragePool", inputs: [features], outputs: ["pooled"] },
    { op: "Flatten", inputs: ["pooled"], outputs: ["flat"] },
    { op: "Gemm", inputs: ["flat", "W"], outputs: ["scores"], attributes: { transB: 1 } },
  ] satisfies TinyNode[],
  tensors: { W: { dims: [4, channels], data: Array.from({ length: 4 * channels }, (_, i) => Math.sin(i + 1)) } },
});

/** A classifier of 4 classes whose body is `nodes`, from "image" to "features". */
export function tinyClassifier(nodes: readonly TinyNode[], channels = 3, rest: Partial<TinyModel> = {}): Uint8Array {
  const end = head("features", channels);
  return tinyModel({
    outputs: { scores: ["N", 4] },
    ...rest,
    nodes: [...nodes, ...end.nodes],
    tensors: { ...end.tensors, ...rest.tensors },
  });
}
