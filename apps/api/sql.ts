import postgres from "postgres";
import { env } from "./env.ts";

export type Pool = postgres.Sql;
export type Transaction = postgres.TransactionSql;
/** The pool, or one transaction of it. */
export type Sql = postgres.ISql;

export function openSql(url: string): Pool {
  return postgres(url, {
    max: 8,
    connection: { application_name: "heatlas" },
    transform: { column: { from: postgres.toCamel } },
    onnotice: () => {},
  });
}

/**
 * What Prisma does not do well: set-wise writes, LISTEN and NOTIFY, aggregates. A transaction uses either this or
 * Prisma, never both. Tagged templates bind every value; columns come back in camel case.
 */
export const sql = openSql(env.databaseUrl);
