import type { PullbackContext } from "./pullback.ts";

/** Zeros around one axis. */
export function padAxis(
  { builder, emit, shape }: PullbackContext,
  name: string,
  axis: number,
  before: number,
  after: number,
): string {
  if (before === 0 && after === 0) return name;
  const rank = shape(name).length;
  const pads = Array.from({ length: 2 * rank }, (_, i) => (i === axis ? before : i === axis + rank ? after : 0));
  return emit("Pad", [name, builder.int(pads), builder.float(0)], { mode: "constant" });
}

/**
 * The transpose of picking `picks` from an axis of extent `size`: each part goes back to where it came from, zeros
 * elsewhere. Nothing may be picked twice.
 */
export function spread(
  context: PullbackContext,
  name: string,
  axis: number,
  picks: readonly number[],
  size: number,
): string {
  const { builder, emit } = context;
  if (picks.every((p, i) => p === picks[0]! + i))
    return padAxis(context, name, axis, picks[0]!, size - picks[0]! - picks.length);
  const place = new Map(picks.map((p, i) => [p, i]));
  // One zero is added behind, and everything that was not picked reads it.
  const padded = padAxis(context, name, axis, 0, 1);
  const indices = Array.from({ length: size }, (_, i) => place.get(i) ?? picks.length);
  return emit("Gather", [padded, builder.int(indices)], { axis });
}
