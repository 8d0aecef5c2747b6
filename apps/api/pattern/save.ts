import { createHash } from "node:crypto";
import { canonicalJson } from "@heatlas/engine";
import { ensureLeafSet } from "../clustering/save.ts";
import type { Context } from "../context.ts";
import { ExistsError, NotFoundError } from "../errors.ts";
import { words } from "../words.ts";
import { countAtSaving, saveCounts } from "./at-saving.ts";
import { readFilter } from "./filter.ts";
import type { Question } from "./question.ts";
import { readPatternOf } from "./service.ts";

/**
 * Saves a pattern under a name and answers its id. The same question about the same models is there once; one that was
 * archived comes back, under the new name. Throws InputError, NotFoundError, ExistsError.
 */
export async function savePattern(
  context: Context,
  { name: given, runId, ...question }: Question & { name: string; runId: string },
): Promise<string> {
  const name = words("pattern's name", "name", given);
  const filter = { ...readFilter(null, context.project), runIds: [runId] };
  const { pattern, scope } = await readPatternOf(context, question, filter);
  const modelIds = scope.leafSet.leaves.map(({ id }) => id);
  const text = canonicalJson(pattern);
  const identity = createHash("sha256")
    .update(JSON.stringify([modelIds.toSorted(), text]))
    .digest();
  const projectId = context.project.id;
  const counts = await countAtSaving(context, pattern, modelIds);
  return await context.sql.begin(async (tx) => {
    const leafSetId = await ensureLeafSet(tx, projectId, modelIds);
    const [saved] = await tx<{ id: string }[]>`
      insert into pattern (project_id, name, predicate, identity, leaf_set_id)
      values (${projectId}, ${name}, ${text}::jsonb, ${identity}, ${leafSetId})
      on conflict (project_id, identity) do update set name = excluded.name, archived_at = null
        where pattern.archived_at is not null
      returning id`;
    if (saved) {
      await saveCounts(tx, projectId, saved.id, counts);
      return saved.id;
    }
    const [existing] = await tx<{ id: string; name: string }[]>`
      select id, name from pattern where project_id = ${projectId} and identity = ${identity}`;
    throw new ExistsError("pattern", existing!.id, existing!.name);
  });
}

/** Throws InputError, NotFoundError. */
export async function renamePattern({ sql, project }: Context, id: string, given: string): Promise<void> {
  const name = words("pattern's name", "name", given);
  const { count } = await sql`update pattern set name = ${name} where project_id = ${project.id} and id = ${id}`;
  if (count === 0) throw new NotFoundError("pattern", id);
}

/** Takes a pattern out of the list, or back into it. Throws NotFoundError. */
export async function archivePattern({ sql, project }: Context, id: string, archived: boolean): Promise<void> {
  const { count } = await sql`
    update pattern set archived_at = case when ${archived} then coalesce(archived_at, now()) end
    where project_id = ${project.id} and id = ${id}`;
  if (count === 0) throw new NotFoundError("pattern", id);
}
