import type { Pattern } from "@heatlas/engine";
import type { Context } from "../context.ts";
import { InputError } from "../errors.ts";
import type { Transaction } from "../sql.ts";
import { readFilter } from "./filter.ts";
import { countPattern } from "./frequency.ts";
import { groupTreesOf } from "./service.ts";

/** What a pattern's count is, by one method, when it is saved. */
export interface CountAtSaving {
  readonly method: string;
  readonly parameters: unknown;
  readonly eligibility: string;
  readonly k: number;
  readonly n: number;
}

/**
 * As a saved pattern is counted where nothing else is asked: over all runs of its models, on the images that count by
 * default. Methods without an image to judge have no count.
 */
export async function countAtSaving(
  context: Context,
  pattern: Pattern,
  modelIds: readonly string[],
): Promise<CountAtSaving[]> {
  const grouping = await groupTreesOf(context, readFilter(null, context.project), modelIds.toSorted()).catch(
    (error: unknown) => {
      // Its only run is still a draft: there is nothing to count yet.
      if (error instanceof InputError) return null;
      throw error;
    },
  );
  if (!grouping) return [];
  const groups = await countPattern(context, pattern, grouping);
  return groups
    .filter(({ n }) => n > 0)
    .map(({ method, parameters, k, n }) => ({ method, parameters, eligibility: grouping.eligibility, k, n }));
}

/** Keeps them with the pattern, in place of those of an earlier saving. */
export async function saveCounts(
  tx: Transaction,
  projectId: string,
  patternId: string,
  counts: readonly CountAtSaving[],
): Promise<void> {
  await tx`delete from pattern_count where project_id = ${projectId} and pattern_id = ${patternId}`;
  await tx`
    insert into pattern_count (project_id, pattern_id, position, method, parameters, eligibility, k, n)
    select ${projectId}, ${patternId}, place - 1, count->>'method', count->'parameters', count->>'eligibility',
      (count->>'k')::int, (count->>'n')::int
    from jsonb_array_elements(${JSON.stringify(counts)}::jsonb) with ordinality as each (count, place)`;
}
