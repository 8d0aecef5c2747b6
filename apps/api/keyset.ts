import { parseCursorConnectionArgs } from "@pothos/core";
import type { DefaultConnectionArguments } from "@pothos/plugin-relay";
import { InputError } from "./errors.ts";
import { isUuid } from "./ids.ts";

/** A key that pages go by: unique within the list, in the list's order, and its own cursor. */
interface Key<Value, Row> {
  of(row: Row): Value;
  parse(cursor: string): Value | undefined;
}

/** Ids are uuidv7: their order is the order of creation. */
export const byId: Key<string, { id: string }> = {
  of: (row) => row.id,
  parse: (cursor) => (isUuid(cursor) ? cursor : undefined),
};

export const byPosition: Key<number, { position: number }> = {
  of: (row) => row.position,
  parse: (cursor) => (/^\d{1,9}$/.test(cursor) ? Number(cursor) : undefined),
};

/** What to read for one page: `range` is the condition on the key, `take` includes one row to see whether more follow. */
export interface Page<Value> {
  range: { gt?: Value; lt?: Value };
  order: "asc" | "desc";
  take: number;
}

export const defaultPageSize = 50;
export const maxPageSize = 200;

/**
 * A Relay connection by our own `where` on the key. Prisma's cursor is not used: on composite keys it reads the whole
 * remainder and cuts in memory.
 */
export async function keyset<Value extends string | number, KeyOf, Row extends KeyOf>(
  { first = null, last = null, after = null, before = null }: DefaultConnectionArguments,
  { key, order = "asc" }: { key: Key<Value, KeyOf>; order?: "asc" | "desc" },
  read: (page: Page<Value>) => Promise<Row[]>,
) {
  const { limit, expectedSize, inverted, hasNextPage, hasPreviousPage } = parseCursorConnectionArgs({
    args: { first, last, after, before },
    defaultSize: defaultPageSize,
    maxSize: maxPageSize,
  });
  const [gt, lt] = (order === "asc" ? [after, before] : [before, after]).map((text) => bound(key, text));
  const rows = await read({
    range: { ...(gt !== undefined && { gt }), ...(lt !== undefined && { lt }) },
    order: inverted === (order === "asc") ? "desc" : "asc",
    take: limit,
  });
  const page = rows.slice(0, expectedSize);
  if (inverted) page.reverse();
  const edges = page.map((row) => ({ cursor: String(key.of(row)), node: row }));
  return {
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: hasNextPage(rows.length),
      hasPreviousPage: hasPreviousPage(rows.length),
    },
  };
}

function bound<Value>(key: Key<Value, never>, cursor: string | null | undefined): Value | undefined {
  if (!cursor) return undefined;
  const value = key.parse(cursor);
  if (value === undefined) throw new InputError("The cursor is not one that this list gave.", "after");
  return value;
}
