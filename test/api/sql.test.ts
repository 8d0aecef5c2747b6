import { afterAll, beforeAll, expect, test } from "vitest";
import { type Atlas, openAtlas } from "./atlas.ts";

let atlas: Atlas;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.close());

/** Ends the sessions of this database, but for the one that asks. */
const cutSessions = ({ sql }: Atlas, where: string) =>
  sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name = 'heatlas'
      and (query ilike ${where} or ${where} = '')`;

test("values are bound, never text, and statements within statements are numbered through", async () => {
  const { sql } = atlas;
  const hostile = "'; drop table project; --";
  const inner = sql`select ${hostile}::text as word, ${2}::int as number`;
  const rows = await sql`select word, number + ${40}::int as answer from (${inner}) as given where ${true}::boolean`;
  expect(rows).toEqual([{ word: hostile, answer: 42 }]);
});

test("a part that is given is not run by itself", async () => {
  const { sql } = atlas;
  const part = sql`select 1 / ${0}::int as never`;
  expect(await sql`select count(*)::int as n from (select 1 where false and exists (${part})) as none`).toEqual([
    { n: 0 },
  ]);
});

test("every type that the atlas keeps comes back as it went", async () => {
  const { sql } = atlas;
  const bytes = Buffer.from([0, 92, 39, 255]);
  const at = new Date("2026-11-24T10:00:00.123Z");
  const id = "01990000-0000-7000-8000-000000000000";
  const [row] = await sql`
    select ${bytes}::bytea as some_bytes, ${at}::timestamptz as some_time, ${[0.1, -2e-300]}::float8[] as some_floats,
      ${[1, null, 3]}::int[] as some_ints, ${[id]}::uuid[] as some_ids, ${['a"b', "c\\d", "{e}"]}::text[] as some_texts,
      ${null}::text as nothing, ${0.1}::real as some_real, ${JSON.stringify({ a_b: [1] })}::jsonb as some_json`;
  expect(row).toEqual({
    someBytes: bytes,
    someTime: at,
    someFloats: [0.1, -2e-300],
    someInts: [1, null, 3],
    someIds: [id],
    someTexts: ['a"b', "c\\d", "{e}"],
    nothing: null,
    someReal: 0.1,
    someJson: { a_b: [1] },
  });
});

test("the count tells what was touched, also without rows", async () => {
  const { sql } = atlas;
  const { count } = await sql`update project set name = name where slug = 'default'`;
  expect(count).toBe(1);
  expect((await sql`update project set name = name where slug = 'none'`).count).toBe(0);
});

test("a transaction that is thrown out of has written nothing", async () => {
  const { sql } = atlas;
  const failing = sql.begin(async (tx) => {
    await tx`update project set name = 'half' where slug = 'default'`;
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  expect(await sql`select name from project where name = 'half'`).toEqual([]);
});

test("a transaction that swallows a failed statement does not pass for committed", async () => {
  const { sql } = atlas;
  const swallowing = sql.begin(async (tx) => {
    await tx`update project set name = 'half' where slug = 'default'`;
    await tx`select 1 / 0`.catch(() => {});
  });
  await expect(swallowing).rejects.toThrow("was rolled back");
  expect(await sql`select name from project where name = 'half'`).toEqual([]);
});

test("a connection that breaks in the middle of a transaction rejects it, and the pool goes on", async () => {
  const { sql } = atlas;
  for (let round = 0; round < 10; round++) {
    const broken = sql.begin(async (tx) => {
      await tx`select 'a victim'`;
      await cutSessions(atlas, "%a victim%");
      await tx`select 1`;
    });
    await expect(broken).rejects.toThrow();
  }
  const all = await Promise.all(Array.from({ length: 20 }, (_, i) => sql<{ i: number }[]>`select ${i}::int as i`));
  expect(all.map(([row]) => row!.i)).toEqual(Array.from({ length: 20 }, (_, i) => i));
});

test("idle connections that break are replaced unseen", async () => {
  const { sql } = atlas;
  await Promise.all(Array.from({ length: 8 }, () => sql`select pg_sleep(0.05)`));
  await cutSessions(atlas, "");
  // As many at once as there were connections, so that every one of them was noticed.
  const all = () => Promise.all(Array.from({ length: 8 }, () => sql`select 1 as one, pg_sleep(0.05)::text`));
  await expect
    .poll(() =>
      all()
        .then((answers) => answers.length)
        .catch(() => 0),
    )
    .toBe(8);
});

test("rows are taken one by one as they come; a statement that fails says so, and so does a broken connection", async () => {
  const { sql } = atlas;
  const taken: number[] = [];
  const numbers = sql<{ i: number }[]>`select i from generate_series(1, ${3}::int) as i`;
  await sql.each(numbers, ({ i }) => taken.push(i));
  expect(taken).toEqual([1, 2, 3]);
  const never = sql<{ i: number }[]>`select 1 / (3 - i) as i from generate_series(1, 3) as i`;
  await expect(sql.each(never, ({ i }) => taken.push(i))).rejects.toThrow("division by zero");
  const asleep = sql.each(sql<{ i: string }[]>`select pg_sleep(60)::text as i`, () => {});
  const ended = expect(asleep).rejects.toThrow();
  await expect.poll(() => cutSessions(atlas, "select pg_sleep(60)%")).not.toEqual([]);
  await ended;
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
});
