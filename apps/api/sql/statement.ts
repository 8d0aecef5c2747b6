import type { QueryResult } from "pg";

// biome-ignore lint/suspicious/noExplicitAny: what a statement's columns are, only its reader knows.
type Row = Record<string, any>;

/** Rows, and how many the statement touched, also where it returns none. */
export type Rows<T extends readonly object[]> = T & { readonly count: number };

export type Execute = (text: string, values: unknown[]) => Promise<QueryResult | QueryResult[]>;

/** Statements as tagged templates: a statement among the values becomes part of the text, everything else is bound. */
export interface Sql {
  <T extends readonly object[] = Row[]>(strings: TemplateStringsArray, ...values: unknown[]): Statement<T>;
  /** A text of somebody else's, with $1, $2 … in it. */
  unsafe(text: string, values: readonly unknown[]): Promise<Rows<Row[]>>;
}

/** Runs when it is awaited, once; until then it can become part of another. */
export class Statement<T extends readonly object[]> implements Promise<Rows<T>> {
  readonly [Symbol.toStringTag] = "Statement";
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
  readonly #execute: Execute;
  #result: Promise<Rows<T>> | undefined;

  constructor(strings: readonly string[], values: readonly unknown[], execute: Execute) {
    this.strings = strings;
    this.values = values;
    this.#execute = execute;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise.
  then<A = Rows<T>, B = never>(
    onRows?: ((rows: Rows<T>) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#run().then(onRows, onError);
  }

  catch<B = never>(onError?: ((error: unknown) => B | PromiseLike<B>) | null): Promise<Rows<T> | B> {
    return this.#run().catch(onError);
  }

  finally(onEnd?: (() => void) | null): Promise<Rows<T>> {
    return this.#run().finally(onEnd);
  }

  #run(): Promise<Rows<T>> {
    this.#result ??= run(this.#execute, ...compose(this)) as Promise<unknown> as Promise<Rows<T>>;
    return this.#result;
  }
}

export function statements(execute: Execute): Sql {
  const sql = <T extends readonly object[]>(strings: TemplateStringsArray, ...values: unknown[]) =>
    new Statement<T>(strings, values, execute);
  return Object.assign(sql, { unsafe: (text: string, values: readonly unknown[]) => run(execute, text, [...values]) });
}

/** The text with its placeholders numbered through, and what they stand for. */
export function compose(statement: Statement<readonly object[]>): [text: string, values: unknown[]] {
  const values: unknown[] = [];
  const write = ({ strings, values: given }: Statement<readonly object[]>): string =>
    strings.reduce((text, string, i) => {
      const value = given[i - 1];
      return text + (value instanceof Statement ? write(value) : `$${values.push(value)}`) + string;
    });
  return [write(statement), values];
}

async function run(execute: Execute, text: string, values: unknown[]): Promise<Rows<Row[]>> {
  const result = await execute(text, values);
  const { rows, rowCount } = Array.isArray(result) ? result.at(-1)! : result;
  const read = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([column, value]) => [toCamel(column), value])),
  );
  return Object.defineProperty(read, "count", { value: rowCount ?? 0 }) as Rows<Row[]>;
}

const toCamel = (column: string) => column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
