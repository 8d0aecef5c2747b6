import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { joinMoments, type Moments, noMoments, readMoments } from "../similarity/moments.ts";
import { cacheOf, type Part } from "./groups.ts";
import type { Scope } from "./scope.ts";

/** Matrices over the leaves; null where no image has the pair's similarity, and for the spread of a single one. */
export interface MeanSimilarity {
  readonly mean: readonly (readonly (number | null)[])[];
  /** Sample standard deviation. */
  readonly spread: readonly (readonly (number | null)[])[];
}

const known = new WeakMap<readonly Part[], Promise<MeanSimilarity>>();

/** Mean and spread over the images that count, of one method; read once, when one of them is asked for. */
export function meanSimilarityOf(context: Context, scope: Scope, parts: readonly Part[]): Promise<MeanSimilarity> {
  const found = known.get(parts) ?? readSimilarity(context, scope, parts);
  known.set(parts, found);
  return found;
}

async function readSimilarity(context: Context, scope: Scope, parts: readonly Part[]): Promise<MeanSimilarity> {
  const { places, leaves } = scope.leafSet;
  const pairs = new Map<string, Moments>();
  const keyOf = (i: number, j: number) => `${Math.min(i, j)} ${Math.max(i, j)}`;
  for (const part of parts) {
    // The runs have the same models, but not in the same order.
    const placeOf = (position: number) => places.get(part.leafSet.leaves[position]!.id)!;
    const moments = await momentsOf(context, part);
    let pair = 0;
    for (let i = 0; i < leaves.length; i++) {
      for (let j = i + 1; j < leaves.length; j++) {
        const key = keyOf(placeOf(i), placeOf(j));
        pairs.set(key, joinMoments(pairs.get(key) ?? noMoments, moments[pair++]!));
      }
    }
  }
  const matrix = (diagonal: number, read: (moments: Moments) => number | null) =>
    leaves.map((_, i) => leaves.map((__, j) => (i === j ? diagonal : read(pairs.get(keyOf(i, j)) ?? noMoments))));
  return {
    mean: matrix(1, ({ count, mean }) => (count > 0 ? mean : null)),
    spread: matrix(0, ({ count, squares }) => (count > 1 ? Math.sqrt(squares / (count - 1)) : null)),
  };
}

/** Of a part's trees that count; kept for whoever chooses the same ones again. */
async function momentsOf(context: Context, { layer, trees, chosen, leafSet }: Part): Promise<readonly Moments[]> {
  const choice = createHash("sha256").update(chosen).digest("hex");
  const key = `similarity ${layer.runId} ${layer.methodPosition} ${layer.settingId} ${choice}`;
  // Trees are only added: as many of them are the same ones.
  const { moments } = await cacheOf(context).get(key, String(chosen.length), async () => {
    const positions = Array.from(trees.positions.filter((_, tree) => chosen[tree] === 1));
    const read = await readMoments(context.sql, layer, leafSet.leaves.length, positions);
    return { moments: read, bytes: read.length * 3 * 8 };
  });
  return moments;
}
