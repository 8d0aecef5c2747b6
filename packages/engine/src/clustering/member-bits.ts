import type { Merge } from "./merge.ts";

/** Members of each merge, one bit a leaf: leaf i is bit i mod 8, lowest first, of byte ⌊i/8⌋. */
export function memberBits(merges: readonly Merge[]): Uint8Array[] {
  const n = merges.length + 1;
  const members: Uint8Array[] = [];
  for (const { left, right } of merges) {
    const bits = new Uint8Array(Math.ceil(n / 8));
    for (const child of [left, right]) {
      if (child < n) bits[child >> 3]! |= 1 << (child & 7);
      else
        members[child - n]!.forEach((byte, place) => {
          bits[place]! |= byte;
        });
    }
    members.push(bits);
  }
  return members;
}
