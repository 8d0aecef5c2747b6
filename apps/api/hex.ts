/** Bytes of a hash as the hexadecimal text that people and file names use. */
export const toHex = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
