import type { Blobs } from "../blobs.ts";

/** Maps up to this size (a grid of 32 × 32) lie in their row; larger ones go to a pack. */
export const inlineBytes = 2_048;

/** A pack is one file: more maps than this are cut over several. */
export const mapsPerPack = 256;

/** Where a map's float16 values are: in the row, or `length` bytes of a pack from `offset` on. */
export type Place =
  | { readonly values: Uint8Array }
  | { readonly pack: Uint8Array; readonly offset: number; readonly length: number };

/**
 * Finds each map its place, in the order given. Packs are written and synced when this returns, under the hash of
 * their bytes: the transaction that names them comes after.
 */
export async function placeMaps(blobs: Blobs, maps: readonly Uint8Array[]): Promise<Place[]> {
  const large = maps.filter((values) => values.length > inlineBytes);
  const placed = new Map<Uint8Array, Place>();
  for (let start = 0; start < large.length; start += mapsPerPack) {
    const members = large.slice(start, start + mapsPerPack);
    const pack = await blobs.put("packs", Buffer.concat(members));
    let offset = 0;
    for (const values of members) {
      placed.set(values, { pack, offset, length: values.length });
      offset += values.length;
    }
  }
  return maps.map((values) => placed.get(values) ?? { values });
}
