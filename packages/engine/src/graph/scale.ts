/** How many elements a Resize by a float32 factor makes of `from`: the runtime multiplies in float32, then rounds down. */
export const scaledExtent = (from: number, factor: number): number => Math.floor(Math.fround(from * factor));

/** The float32 factor by which a Resize brings `from` elements to exactly `to`. */
export function scaleFactor(from: number, to: number): number {
  const factor = Math.fround(to / from);
  return Math.floor(factor * from) === to ? factor : Math.fround(factor * (1 + 2 ** -23));
}
