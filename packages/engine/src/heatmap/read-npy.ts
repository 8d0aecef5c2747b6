import { EngineError } from "../errors.ts";

/** A NumPy array, row-major. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | BigInt64Array;
}

const types: Record<string, { readonly bytes: number; read(buffer: ArrayBuffer): NpyArray["data"] }> = {
  "<f4": { bytes: 4, read: (buffer) => new Float32Array(buffer) },
  "<f8": { bytes: 8, read: (buffer) => new Float64Array(buffer) },
  "<i8": { bytes: 8, read: (buffer) => new BigInt64Array(buffer) },
  "<i4": { bytes: 4, read: (buffer) => BigInt64Array.from(new Int32Array(buffer), BigInt) },
};

/**
 * Reads a NumPy file of float32, float64, int64 or int32, in C or Fortran order.
 *
 * @throws EngineError `not-npy`
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(0) !== 0x934e554d) throw notNpy("it does not start as one");
  const [start, length] = bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const header = new TextDecoder("latin1").decode(bytes.subarray(start, start + length));
  const name = /'descr': '([^']*)'/.exec(header)?.[1] ?? "";
  const sides = /'shape': \(([^)]*)\)/.exec(header)?.[1];
  const type = Object.hasOwn(types, name) ? types[name] : undefined;
  if (sides === undefined) throw notNpy("its header names no shape");
  if (!type) throw notNpy(`it holds ${name || "records"}`);
  const shape = sides
    .split(",")
    .filter((side) => side.trim() !== "")
    .map(Number);
  const count = shape.reduce((a, b) => a * b, 1);
  const content = bytes.subarray(start + length);
  if (content.length !== count * type.bytes)
    throw notNpy(`it has ${content.length} bytes where [${shape.join(", ")}] takes ${count * type.bytes}`);
  const data = type.read(Uint8Array.from(content).buffer);
  return { shape, data: header.includes("'fortran_order': True") ? rowMajor(data, shape) : data };
}

/** What lies in memory first axis first (Fortran's order), put last axis first. */
function rowMajor<T extends NpyArray["data"]>(data: T, shape: readonly number[]): T {
  const result = data.slice() as T;
  const place = shape.map(() => 0);
  for (let from = 0; from < data.length; from++) {
    result[place.reduce((at, index, axis) => at * shape[axis]! + index, 0)] = data[from]!;
    for (let axis = 0; axis < shape.length; axis++) {
      place[axis]! += 1;
      if (place[axis]! < shape[axis]!) break;
      place[axis] = 0;
    }
  }
  return result;
}

function notNpy(why: string): EngineError {
  return new EngineError("not-npy", `This is no whole NumPy file of float32, float64, int64 or int32: ${why}.`);
}
