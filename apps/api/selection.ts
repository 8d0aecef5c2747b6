import { queryFromInfo } from "@pothos/plugin-prisma";
import type { GraphQLResolveInfo } from "graphql";

type Key = Record<string, boolean>;

// Every Prisma type here is in select mode, so there is a `select`, and it holds at least the key.

/** The columns and relations that an operation asks of the rows that a field answers, beside those of their key. */
export function rowSelection<const Columns extends Key>(info: GraphQLResolveInfo, context: object, key: Columns) {
  return queryFromInfo({ context, info, select: key }).select as Columns;
}

/** The same for the nodes of a connection. */
export function nodeSelection<const Columns extends Key>(info: GraphQLResolveInfo, context: object, key: Columns) {
  return queryFromInfo({ context, info, path: ["edges", "node"], select: key }).select as Columns;
}
