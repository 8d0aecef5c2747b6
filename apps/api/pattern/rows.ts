import type { Context } from "../context.ts";
import type { node } from "../node.ts";

type Key = { projectId: string; id: string };

interface Table {
  findMany(query: {
    select: typeof node.select;
    where: { projectId: string; id: { in: string[] } };
  }): PromiseLike<Key[]>;
}

/** Rows of a stage by their ids, with the columns that are asked for. */
export async function findRows(
  table: Table,
  { project }: Context,
  ids: readonly string[],
  select: typeof node.select,
): Promise<Map<string, Key>> {
  const rows = await table.findMany({ select, where: { projectId: project.id, id: { in: [...ids] } } });
  return new Map(rows.map((row) => [row.id, row]));
}
