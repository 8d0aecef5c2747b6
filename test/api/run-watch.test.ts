import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { announceRuns } from "../../apps/api/run/rollup.ts";
import { watchRun } from "../../apps/api/run/watch.ts";
import { type Atlas, openAtlas } from "./atlas.ts";

let atlas: Atlas;
beforeAll(async () => {
  atlas = await openAtlas();
});
beforeEach(() => atlas.empty());
afterAll(() => atlas.close());

const announce = (run: string) => announceRuns(atlas.sql, atlas.projectId, [run]);

/** A watcher that has had its first look. */
async function watch(run: string) {
  const watcher = await watchRun(atlas.sql, atlas.projectId, run);
  expect(await soon(watcher.next())).toBe("moved");
  return watcher;
}

const soon = async (next: Promise<IteratorResult<void>>) => {
  const result = await Promise.race([next, sleep(300, "nothing" as const)]);
  return result === "nothing" ? result : result.done ? "ended" : "moved";
};

test("a watcher hears of its own run only, once the transaction commits", async () => {
  const { sql, projectId } = atlas;
  const watcher = await watch("a");
  const next = watcher.next();
  await announce("b");
  await sql.begin(async (tx) => {
    await announceRuns(tx, projectId, ["a"]);
    expect(await soon(next)).toBe("nothing");
  });
  expect(await soon(next)).toBe("moved");
  await watcher.return!();
});

test("a transaction that rolls back tells nobody", async () => {
  const watcher = await watch("a");
  const next = watcher.next();
  await atlas.sql
    .begin(async (tx) => {
      await announceRuns(tx, atlas.projectId, ["a"]);
      throw new Error("undone");
    })
    .catch(() => {});
  expect(await soon(next)).toBe("nothing");
  await watcher.return!();
});

test("moves that come while the reader is busy are told once", async () => {
  const watcher = await watch("a");
  for (let i = 0; i < 5; i++) await announce("a");
  await sleep(100);
  expect(await soon(watcher.next())).toBe("moved");
  expect(await soon(watcher.next())).toBe("nothing");
  await watcher.return!();
});

test("return() ends a wait at once, and other watchers go on", async () => {
  const [first, second] = [await watch("a"), await watch("a")];
  const waiting = first.next();
  await first.return!();
  expect(await soon(waiting)).toBe("ended");
  expect(await soon(first.next())).toBe("ended");
  await announce("a");
  expect(await soon(second.next())).toBe("moved");
  await second.return!();
});

test("a broken connection is made anew, and its watchers look again", async () => {
  const { sql } = atlas;
  const watcher = await watch("a");
  const next = watcher.next();
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query ilike 'listen%'`;
  await expect(next).resolves.toEqual({ done: false, value: undefined });
  await announce("a");
  expect(await soon(watcher.next())).toBe("moved");
  await watcher.return!();
});
