import { type LeafSet, placesOf } from "./leaf-set.ts";

/** The leaves with these ids as a merge's members are stored (memberBits): to find their cluster by equal bytes. */
export function memberBytes(ids: readonly string[], leafSet: LeafSet): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(leafSet.leaves.length / 8));
  for (const place of placesOf(ids, leafSet)) bytes[place >> 3]! |= 1 << (place & 7);
  return bytes;
}
