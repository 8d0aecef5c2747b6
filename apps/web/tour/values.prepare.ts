/** The values of an .npy file of little-endian float32, as Heatlas writes a heat map. */
export function readNpy(file: ArrayBuffer): Float32Array {
  // Format 1.0: magic and version in 8 bytes, the header's length in 2, the header, the values.
  const start = 10 + new DataView(file).getUint16(8, true);
  return new Float32Array(file.slice(start));
}

/** The largest difference of two maps, as a share of the first one's largest value; infinite where their sizes differ. */
export function farthest(one: Float32Array, other: Float32Array): number {
  if (one.length !== other.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < one.length; i++) {
    difference = Math.max(difference, Math.abs(one[i]! - other[i]!));
    largest = Math.max(largest, Math.abs(one[i]!));
  }
  return difference === 0 ? 0 : difference / largest;
}
