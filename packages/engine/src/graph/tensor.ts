import type { ElementType, Tensor } from "./graph.ts";

/** Bytes of one element; 0 for strings, which have no fixed size. */
export const elementSize: Readonly<Record<ElementType, number>> = {
  float32: 4,
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  int32: 4,
  int64: 8,
  string: 0,
  bool: 1,
  float16: 2,
  float64: 8,
  uint32: 4,
  uint64: 8,
  bfloat16: 2,
};

export const elementCount = (dims: readonly number[]): number => dims.reduce((a, b) => a * b, 1);

/** Bytes of the elements, without reading those that lie in another file. */
export const byteLength = (tensor: Tensor): number => tensor.borrowed?.length ?? tensor.bytes.byteLength;

const bytesOf = (array: Float32Array | BigInt64Array | Int32Array | Uint8Array) =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** A float32 constant; a number is a scalar. */
export function floatTensor(values: readonly number[] | Float32Array | number, dims?: readonly number[]): Tensor {
  const data = Float32Array.from(typeof values === "number" ? [values] : values);
  return { type: "float32", dims: dims ?? (typeof values === "number" ? [] : [data.length]), bytes: bytesOf(data) };
}

/** An int64 constant; a number is a scalar. */
export function intTensor(values: readonly number[] | number, dims?: readonly number[]): Tensor {
  const data = BigInt64Array.from((typeof values === "number" ? [values] : values).map((v) => BigInt(v)));
  return { type: "int64", dims: dims ?? (typeof values === "number" ? [] : [data.length]), bytes: bytesOf(data) };
}

/** A bool constant. */
export function boolTensor(values: readonly boolean[], dims: readonly number[] = [values.length]): Tensor {
  return { type: "bool", dims, bytes: Uint8Array.from(values, Number) };
}

const readers: Partial<Record<ElementType, (view: DataView, at: number) => number>> = {
  float32: (v, i) => v.getFloat32(i * 4, true),
  float64: (v, i) => v.getFloat64(i * 8, true),
  float16: (v, i) => v.getFloat16(i * 2, true),
  int64: (v, i) => Number(v.getBigInt64(i * 8, true)),
  int32: (v, i) => v.getInt32(i * 4, true),
  int16: (v, i) => v.getInt16(i * 2, true),
  int8: (v, i) => v.getInt8(i),
  uint64: (v, i) => Number(v.getBigUint64(i * 8, true)),
  uint32: (v, i) => v.getUint32(i * 4, true),
  uint16: (v, i) => v.getUint16(i * 2, true),
  uint8: (v, i) => v.getUint8(i),
  bool: (v, i) => v.getUint8(i),
};

/** The elements as numbers (bool as 0 and 1). Strings and bfloat16 have none. */
export function numbers(tensor: Tensor): number[] {
  const read = readers[tensor.type];
  if (!read) throw new Error(`no numbers in a tensor of ${tensor.type}`);
  const view = new DataView(tensor.bytes.buffer, tensor.bytes.byteOffset, tensor.bytes.byteLength);
  return Array.from({ length: elementCount(tensor.dims) }, (_, i) => read(view, i));
}

export const hasNumbers = (tensor: Tensor): boolean => tensor.type in readers;
