import { type TensorProto, TensorProto_DataLocation } from "onnx-buf";
import { ModelInconsistentError } from "../errors.ts";
import type { ElementType, Tensor } from "../graph/graph.ts";
import { elementCount, elementSize } from "../graph/tensor.ts";
import type { NamedData } from "./data-files.ts";
import { elementTypes } from "./element-types.ts";
import { readBytes, readPlace } from "./read-external.ts";

/** What a tensor's bytes may lie in. */
export interface TensorSource {
  readonly file: Uint8Array;
  /** The file's name beside the compiled graph. */
  readonly location: string;
  readonly data: NamedData;
}

/** ONNX keeps the elements of a tensor without raw_data in one of these fields, by type. */
function typedBytes(proto: TensorProto, type: ElementType): Uint8Array {
  const view = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  switch (type) {
    case "float32":
      return view(Float32Array.from(proto.floatData));
    case "float64":
      return view(Float64Array.from(proto.doubleData));
    case "int64":
      return view(BigInt64Array.from(proto.int64Data));
    case "uint64":
      return view(BigUint64Array.from(proto.uint64Data));
    case "uint32":
      return view(Uint32Array.from(proto.uint64Data, Number));
    case "int32":
      return view(Int32Array.from(proto.int32Data));
    case "uint16":
    case "float16":
    case "bfloat16":
      return view(Uint16Array.from(proto.int32Data));
    case "int16":
      return view(Int16Array.from(proto.int32Data));
    case "uint8":
    case "int8":
    case "bool":
      return view(Uint8Array.from(proto.int32Data));
    default:
      return new Uint8Array();
  }
}

const isExternal = (proto: TensorProto) =>
  proto.dataLocation === TensorProto_DataLocation.EXTERNAL || proto.externalData.length > 0;

/** The bytes of a tensor's elements by its shape. */
function expectedBytes(name: string, type: ElementType, dims: readonly number[]): number {
  const expected = elementCount(dims) * elementSize[type];
  if (dims.every((d) => d >= 0) && Number.isSafeInteger(expected)) return expected;
  throw new ModelInconsistentError(
    `The model's tensor "${name}" has the shape [${dims.join(", ")}], which cannot be.`,
    {
      tensor: name,
    },
  );
}

/**
 * A tensor of a model. Its bytes are a view of the file, or are read from a data file when they are asked for; `borrowed`
 * says where they lie, so that a compiled graph can refer to them instead of copying them.
 *
 * @throws EngineError as {@link readPlace} does; ModelInconsistentError for a wrong length
 */
export function readTensor(proto: TensorProto, { file, location, data }: TensorSource): Tensor {
  const name = proto.name || "(constant)";
  const type = elementTypes[proto.dataType];
  if (!type) {
    throw new ModelInconsistentError(
      `The model's tensor "${name}" has the element type ${proto.dataType}, unknown here.`,
    );
  }
  const dims = proto.dims.map(Number);
  const expected = expectedBytes(name, type, dims);
  if (isExternal(proto)) {
    if (type === "string") {
      throw new ModelInconsistentError(
        `The model keeps the texts of its tensor "${name}" in a data file, which cannot be.`,
      );
    }
    const borrowed = readPlace(proto, name, expected, data);
    return {
      type,
      dims,
      borrowed,
      get bytes() {
        return readBytes(borrowed, data);
      },
    };
  }
  const raw = proto.rawData;
  const bytes = raw.byteLength > 0 ? raw : typedBytes(proto, type);
  if (type !== "string" && bytes.byteLength !== expected) {
    throw new ModelInconsistentError(
      `The model's tensor "${name}" of shape [${dims.join(", ")}] should hold ${expected} bytes but holds ${bytes.byteLength}.`,
      { tensor: name },
    );
  }
  if (raw.byteLength === 0 || raw.buffer !== file.buffer) return { type, dims, bytes };
  return {
    type,
    dims,
    bytes,
    borrowed: { location, offset: raw.byteOffset - file.byteOffset, length: raw.byteLength },
  };
}
