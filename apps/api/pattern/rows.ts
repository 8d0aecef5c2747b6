import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.ts";
import { node } from "../node.ts";
import { rowSelection } from "../selection.ts";
import { loadWithSiblings } from "../siblings.ts";

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

/** Models by their ids, in this order, with what the operation asks of them. */
export async function loadModels(context: Context, info: GraphQLResolveInfo, ids: readonly string[]): Promise<Key[]> {
  const select = rowSelection(info, context, node.select);
  const load = (keys: readonly string[]) => findRows(context.db.model, context, keys, select);
  const models = await Promise.all(ids.map((id) => loadWithSiblings(info, id, load)));
  return models.filter((model) => model !== undefined);
}
