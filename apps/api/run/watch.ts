import type { Pool } from "../sql.ts";
import { runChannel } from "./rollup.ts";

/**
 * Yields each time the run moved, and once after every (re)connection, since what was told meanwhile is lost. Moves
 * that come while the reader is busy are told once. Its `return()` ends a wait and the listening: an async generator
 * would hang in both.
 */
export async function watchRun(sql: Pool, projectId: string, runId: string): Promise<AsyncIterableIterator<void>> {
  let moved = false;
  let closed = false;
  let wake: (() => void) | undefined;
  const tell = () => {
    moved = true;
    wake?.();
  };
  const listening = await sql.listen(
    runChannel,
    (payload) => {
      if (payload === `${projectId}:${runId}`) tell();
    },
    tell,
  );
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
      if (!closed) {
        closed = true;
        wake?.();
        await listening.unlisten();
      }
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
