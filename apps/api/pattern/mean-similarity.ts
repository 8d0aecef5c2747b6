import type { Context } from "../context.ts";
import type { Part } from "./groups.ts";
import type { Scope } from "./scope.ts";

/** Of the similarity of two models over images. */
interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
}

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
    for (const { i, j, ...moments } of await readMoments(context, part)) {
      const key = keyOf(placeOf(i), placeOf(j));
      pairs.set(key, join(pairs.get(key), moments));
    }
  }
  const matrix = (diagonal: number, read: (moments: Moments) => number | null) =>
    leaves.map((_, i) =>
      leaves.map((__, j) => {
        if (i === j) return diagonal;
        const moments = pairs.get(keyOf(i, j));
        return moments ? read(moments) : null;
      }),
    );
  return {
    mean: matrix(1, ({ mean }) => mean),
    spread: matrix(0, ({ count, squares }) => (count > 1 ? Math.sqrt(squares / (count - 1)) : null)),
  };
}

async function readMoments({ sql }: Context, { layer, trees, chosen }: Part) {
  const { projectId, runId, methodPosition, settingId } = layer;
  const positions = Array.from(trees.positions.filter((_, t) => chosen[t] === 1));
  return await sql<(Moments & { i: number; j: number })[]>`
    select a.model_position as i, b.model_position as j, count(value)::int as count, avg(value) as mean,
      coalesce(var_samp(value) * (count(value) - 1), 0) as squares
    from run_heatmap as a
    join run_heatmap as b on b.project_id = a.project_id and b.run_id = a.run_id
      and b.method_position = a.method_position and b.image_position = a.image_position
      and b.model_position > a.model_position
    join clustering_setting as setting on setting.project_id = a.project_id and setting.id = ${settingId}
    join similarity on similarity.project_id = a.project_id and similarity.setting_id = setting.similarity_setting_id
      and heatmap_a_id = least(a.heatmap_id, b.heatmap_id) and heatmap_b_id = greatest(a.heatmap_id, b.heatmap_id)
    where a.project_id = ${projectId} and a.run_id = ${runId} and a.method_position = ${methodPosition}
      and a.image_position = any(${positions}::int[]) and value is not null
    group by 1, 2`;
}

/** Of two samples together (Chan, Golub and LeVeque 1983). */
function join(one: Moments | undefined, other: Moments): Moments {
  if (!one) return other;
  const count = one.count + other.count;
  const step = other.mean - one.mean;
  return {
    count,
    mean: one.mean + (step * other.count) / count,
    squares: one.squares + other.squares + (step * step * one.count * other.count) / count,
  };
}
