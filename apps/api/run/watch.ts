import type { Pool } from "../sql.ts";
import { runChannel } from "./rollup.ts";

interface Watcher {
  readonly key: string;
  tell(): void;
}

/** One subscription of the database serves all watchers of a process, for as long as the process lives. */
const listening = new WeakMap<Pool, Promise<Set<Watcher>>>();

function watchersOf(sql: Pool): Promise<Set<Watcher>> {
  const known = listening.get(sql);
  if (known) return known;
  const opened = listen(sql);
  listening.set(sql, opened);
  opened.catch(() => listening.delete(sql));
  return opened;
}

async function listen(sql: Pool): Promise<Set<Watcher>> {
  const watchers = new Set<Watcher>();
  const tellAll = (key?: string) => {
    for (const watcher of watchers) if (key === undefined || watcher.key === key) watcher.tell();
  };
  // It subscribes again by itself after a broken connection; what was told meanwhile is lost, so everyone looks anew.
  await sql.listen(runChannel, tellAll, () => tellAll());
  return watchers;
}

/**
 * Yields at once, each time the run moved, and after every reconnection to the database. Moves that come while the reader is
 * busy are told once. Its `return()` ends a wait at once: an async generator would hang in it.
 */
export async function watchRun(sql: Pool, projectId: string, runId: string): Promise<AsyncIterableIterator<void>> {
  const watchers = await watchersOf(sql);
  // At once, too: the run may have moved after its reader looked and before we listened.
  let moved = true;
  let closed = false;
  let wake: (() => void) | undefined;
  const watcher: Watcher = {
    key: `${projectId}:${runId}`,
    tell() {
      moved = true;
      wake?.();
    },
  };
  watchers.add(watcher);
  const iterator: AsyncIterableIterator<void> = {
    async next() {
      while (!moved && !closed) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      moved = false;
      return closed ? { done: true, value: undefined } : { done: false, value: undefined };
    },
    async return() {
      closed = true;
      watchers.delete(watcher);
      wake?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
