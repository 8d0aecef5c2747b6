import { type TensorProto, TensorProto_DataLocation } from "onnx-buf";
import { EngineError, ModelInconsistentError } from "../errors.ts";
import type { ElementType, Tensor } from "../graph/graph.ts";
import { elementCount, elementSize } from "../graph/tensor.ts";
import { elementTypes } from "./element-types.ts";

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

/**
 * A tensor of a model file. Its bytes are a view of the file, and `borrowed` says where they lie in it, so that a
 * compiled graph can refer to them instead of copying them.
 *
 * @param location the file's name beside the compiled graph
 * @throws EngineError `external-data` where the tensor lies in another file; ModelInconsistentError for a wrong length
 */
export function readTensor(proto: TensorProto, file: Uint8Array, location: string): Tensor {
  const name = proto.name || "(constant)";
  if (proto.dataLocation === TensorProto_DataLocation.EXTERNAL || proto.externalData.length > 0) {
    throw new EngineError(
      "external-data",
      `The model keeps the tensor "${name}" in another file; save it as one self-contained ONNX file and try again.`,
      { tensor: name },
    );
  }
  const type = elementTypes[proto.dataType];
  if (!type) {
    throw new ModelInconsistentError(
      `The model's tensor "${name}" has the element type ${proto.dataType}, unknown here.`,
    );
  }
  const dims = proto.dims.map(Number);
  const raw = proto.rawData;
  const bytes = raw.byteLength > 0 ? raw : typedBytes(proto, type);
  const expected = elementCount(dims) * elementSize[type];
  if (dims.some((d) => d < 0) || (type !== "string" && bytes.byteLength !== expected)) {
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
