import { once } from "node:events";
import pg from "pg";
import { env } from "./env.ts";
import { Listener } from "./sql/listener.ts";
import { compose, type Sql, type Statement, statements } from "./sql/statement.ts";

export type { Sql } from "./sql/statement.ts";

/** Its statements succeed together, or have never been. */
export interface Transaction extends Sql {
  readonly inTransaction: true;
}

export interface Pool extends Sql {
  /**
   * Calls `take` with every row of a statement as it comes, so that none is kept; columns have the names that the statement
   * gives them. `take` must not throw.
   */
  each<Row extends object>(statement: Statement<Row[]>, take: (row: Row) => void): Promise<void>;
  /** Commits when `work` resolves, rolls back when it rejects. */
  begin<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /**
   * Calls `hear` with every payload of the channel, and `heard` whenever listening begins anew: what was told while the
   * connection was broken is lost.
   */
  listen(channel: string, hear: (payload: string) => void, heard: () => void): Promise<void>;
  end(): Promise<void>;
}

/**
 * What Prisma does not do well: set-wise writes, LISTEN and NOTIFY, aggregates. A transaction uses either this or
 * Prisma, never both. Tagged templates bind every value; columns come back in camel case.
 */
export function openSql(url: string): Pool {
  const settings = { connectionString: url, application_name: "heatlas", keepAlive: true };
  const pool = new pg.Pool({ ...settings, max: 8, connectionTimeoutMillis: 15_000 });
  // A connection that breaks speaks through its statements; unheard, its own event would end the process.
  pool.on("connect", (client) => client.on("error", () => {}));
  pool.on("error", () => {});
  const listeners: Listener[] = [];
  return Object.assign(
    statements((text, values) => pool.query(text, values)),
    {
      each: <Row extends object>(statement: Statement<Row[]>, take: (row: Row) => void) => each(pool, statement, take),
      begin: <Result>(work: (tx: Transaction) => Promise<Result>) => begin(pool, work),
      async listen(channel: string, hear: (payload: string) => void, heard: () => void) {
        const listener = new Listener(settings, channel, hear, heard);
        listeners.push(listener);
        await listener.start();
      },
      async end() {
        await Promise.all([pool.end(), ...listeners.map((listener) => listener.end())]);
      },
    },
  );
}

async function each<Row extends object>(
  pool: pg.Pool,
  statement: Statement<Row[]>,
  take: (row: Row) => void,
): Promise<void> {
  const [text, values] = compose(statement);
  const client = await pool.connect();
  let whole = false;
  try {
    const query = client.query(new pg.Query<Row>({ text, values }));
    query.on("row", take);
    await once(query, "end");
    whole = true;
  } finally {
    // The error of a session that is being ended looks like any statement's: no connection is kept after either.
    client.release(!whole);
  }
}

async function begin<Result>(pool: pg.Pool, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  const tx: Transaction = Object.assign(
    statements((text, values) => client.query(text, values)),
    { inTransaction: true as const },
  );
  try {
    await client.query("begin");
    const result = await work(tx);
    const { command } = await client.query("commit");
    // PostgreSQL answers so where a statement had failed and its error was swallowed.
    if (command !== "COMMIT") throw new Error("the transaction was rolled back: one of its statements had failed");
    client.release();
    return result;
  } catch (error) {
    // What cannot be rolled back is broken, and must not go back to the pool.
    const broken = await client.query("rollback").then(
      () => false,
      () => true,
    );
    client.release(broken);
    throw error;
  }
}

export const sql = openSql(env.databaseUrl);
