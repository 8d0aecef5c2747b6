/** An array of any rank as a NumPy file, version 1.0. */
export function arrayToNpy(data: Float32Array | Float64Array | BigInt64Array, shape: readonly number[]): Uint8Array {
  const type = data instanceof Float32Array ? "<f4" : data instanceof Float64Array ? "<f8" : "<i8";
  const facts = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.map((d) => `${d},`).join(" ")}), }`;
  const header = `${facts.padEnd(117)}\n`;
  const magic = [0x93, ...Buffer.from("NUMPY"), 1, 0, header.length, 0];
  return Buffer.concat([
    Buffer.from(magic),
    Buffer.from(header),
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  ]);
}
