import { cannot, type PullbackContext } from "./pullback.ts";

/** Each copy of one element costs an addition; real models have a few. */
const mostCopies = 64;

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

/** The transpose of taking `picks`, each once, from an axis of extent `size`. */
function spreadOnce(
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

/** The places of `picks` by how often what they name was picked before: first takings, second takings, and so on. */
function byTaking(picks: readonly number[]): number[][] {
  const seen = new Map<number, number>();
  const rounds: number[][] = [];
  picks.forEach((pick, place) => {
    const before = seen.get(pick) ?? 0;
    seen.set(pick, before + 1);
    rounds[before] = [...(rounds[before] ?? []), place];
  });
  return rounds;
}

/**
 * The transpose of picking `picks` from an axis of extent `size`: each part goes back to where it came from, zeros
 * elsewhere. What was picked more than once gets the sum.
 */
export function spread(
  context: PullbackContext,
  name: string,
  axis: number,
  picks: readonly number[],
  size: number,
): string {
  const { builder, emit } = context;
  const rounds = byTaking(picks);
  if (rounds.length > mostCopies) throw cannot(context, `it takes one element ${rounds.length} times`);
  return rounds
    .map((places) => {
      const part = places.length === picks.length ? name : emit("Gather", [name, builder.int(places)], { axis });
      const taken = places.map((place) => picks[place]!);
      return spreadOnce(context, part, axis, taken, size);
    })
    .reduce((sum, part) => emit("Add", [sum, part]));
}
