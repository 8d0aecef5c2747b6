import { EngineError } from "../errors.ts";

/** A NumPy array, row-major. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | BigInt64Array;
}

const types: Record<string, (buffer: ArrayBuffer) => NpyArray["data"]> = {
  "<f4": (buffer) => new Float32Array(buffer),
  "<f8": (buffer) => new Float64Array(buffer),
  "<i8": (buffer) => new BigInt64Array(buffer),
};

/**
 * Reads a NumPy file of float32, float64 or int64 in C order.
 * @throws EngineError `not-npy`
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(0) !== 0x934e554d) throw notNpy("it does not start as one");
  const [start, length] = bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const header = new TextDecoder("latin1").decode(bytes.subarray(start, start + length));
  const type = /'descr': '([^']*)'/.exec(header)?.[1] ?? "";
  const shape = /'shape': \(([^)]*)\)/.exec(header)?.[1];
  const read = Object.hasOwn(types, type) ? types[type] : undefined;
  if (!read || shape === undefined || header.includes("'fortran_order': True")) {
    throw notNpy(`its header is ${header.trim()}`);
  }
  const sides = shape.split(",").filter((side) => side.trim() !== "");
  return { shape: sides.map(Number), data: read(Uint8Array.from(bytes.subarray(start + length)).buffer) };
}

function notNpy(why: string): EngineError {
  return new EngineError("not-npy", `This is not a NumPy file of float32, float64 or int64 in C order: ${why}.`);
}
