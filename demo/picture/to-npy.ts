/** A NumPy file (format 1.0) of unsigned bytes with the given shape. */
export function bytesToNpy(bytes: Uint8Array, shape: readonly number[]): Buffer {
  const dictionary = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`;
  const padding = " ".repeat(63 - ((10 + dictionary.length) % 64));
  const header = Buffer.alloc(10);
  header.write("\x93NUMPY\x01\x00", "latin1");
  header.writeUInt16LE(dictionary.length + padding.length + 1, 8);
  return Buffer.concat([header, Buffer.from(`${dictionary}${padding}\n`, "latin1"), bytes]);
}
