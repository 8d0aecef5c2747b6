import { type TreeColumns, uuidAt } from "./columns.ts";
import type { Eligibility } from "./filter.ts";

const holds: Record<Eligibility, (right: number, models: number) => boolean> = {
  every_right: (right, models) => right === models,
  some_wrong: (right, models) => right >= 0 && right < models,
  every_wrong: (right) => right === 0,
  all: () => true,
};

/** The trees that count: 1, else 0. Wanted classes are null, and sets none, where all are wanted. */
export function choose(
  { rights, classes, sets }: { rights: Int32Array; classes: Int32Array; sets: readonly Uint8Array[] },
  wanted: readonly number[] | null,
  eligibility: Eligibility,
  models: number,
): Uint8Array {
  // Looked up, and each wish by itself: without branches, since which trees count has no order.
  const eligible = Uint8Array.from({ length: models + 2 }, (_, i) => (holds[eligibility](i - 1, models) ? 1 : 0));
  const chosen = new Uint8Array(rights.length);
  for (let t = 0; t < chosen.length; t++) chosen[t] = eligible[rights[t]! + 1]!;
  if (wanted) {
    const wantedClasses = new Set(wanted);
    for (let t = 0; t < chosen.length; t++) if (!wantedClasses.has(classes[t]!)) chosen[t] = 0;
  }
  if (sets.length > 0) {
    for (let t = 0; t < chosen.length; t++) if (!sets.some((members) => members[t] === 1)) chosen[t] = 0;
  }
  return chosen;
}

export function leaveOutFlagged(flags: Int32Array, unwanted: number, chosen: Uint8Array): void {
  for (let t = 0; t < chosen.length; t++) if ((flags[t]! & unwanted) !== 0) chosen[t] = 0;
}

/** An image counts once a method: in the newest of the runs that have it. Answers how many trees repeat one. */
export function leaveOutSeen(
  trees: TreeColumns,
  chosen: Uint8Array,
  earlier: readonly { trees: TreeColumns; chosen: Uint8Array }[],
): number {
  if (earlier.length === 0) return 0;
  const seen = new Set<string>();
  for (const part of earlier) for (let t = 0; t < part.chosen.length; t++) seen.add(uuidAt(part.trees.imageIds, t));
  let repeated = 0;
  for (let t = 0; t < chosen.length; t++) {
    if (!seen.has(uuidAt(trees.imageIds, t))) continue;
    chosen[t] = 0;
    repeated++;
  }
  return repeated;
}
