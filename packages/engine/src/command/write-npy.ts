/** A NumPy file, version 1.0: little-endian float32 of any shape in C order. */
export function writeNpy(data: Float32Array, shape: readonly number[]): Uint8Array {
  const facts = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.map((d) => `${d},`).join(" ")}), }`;
  // Magic (6), version (2), header length (2), header: padded so that the data starts at a multiple of 64.
  const header = `${facts}${" ".repeat(63 - ((10 + facts.length) % 64))}\n`;
  const bytes = new Uint8Array(10 + header.length + data.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + header.length);
  return bytes;
}
