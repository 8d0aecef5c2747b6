import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

export interface ChildOptions {
  /** What a person calls it. */
  readonly name: string;
  /** Absolute path of its program. */
  readonly program: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Awaited before each start: a child is of no use while the database is away. */
  readonly whenStartable: () => Promise<void>;
  /** Told once, when the child is given up. */
  readonly onGivenUp: (message: string) => void;
}

export interface Child {
  /** Resolves when the child first says that it serves. */
  readonly ready: Promise<void>;
  /** Lets it finish what it does for up to 2 s, then kills it. */
  stop(): Promise<void>;
}

/** Deaths in a row without once having served, after which a child is given up. */
const limit = 5;
const longestPause = 5_000;
const patience = 2_000;

/**
 * Keeps one child running. One that dies is started again: at once when it had served, else after a pause that doubles
 * from 250 ms to 5 s; after 5 deaths in a row before it served it is given up.
 */
export function superviseChild(options: ChildOptions): Child {
  const served = Promise.withResolvers<void>();
  const stopping = new AbortController();
  let current: ChildProcess | null = null;

  const keepRunning = async () => {
    for (let deaths = 0; ; ) {
      await options.whenStartable();
      if (stopping.signal.aborted) return;
      current = startChild(options);
      const life = await watch(current, served.resolve);
      current = null;
      if (stopping.signal.aborted) return;
      deaths = life.served ? 0 : deaths + 1;
      if (deaths === limit) return options.onGivenUp(givenUp(options.name, life.ending));
      console.error(`The ${options.name} ended (${life.ending}); starting it again.`);
      if (deaths > 0) await sleep(Math.min(longestPause, 125 * 2 ** deaths), null, { signal: stopping.signal });
    }
  };
  keepRunning().catch((error) => {
    if (!stopping.signal.aborted) options.onGivenUp(`The ${options.name} could not be started: ${error}`);
  });

  const stop = async () => {
    stopping.abort();
    if (current) await endChild(current);
  };
  return { ready: served.promise, stop };
}

/** It leads a process group of its own, so that Ctrl-C reaches only us and all end in our order. */
const startChild = ({ program, env }: ChildOptions): ChildProcess => fork(program, { env: { ...env }, detached: true });

async function watch(child: ChildProcess, onReady: () => void): Promise<{ served: boolean; ending: string }> {
  let served = false;
  child.on("message", (message) => {
    if ((message as { type?: unknown } | null)?.type !== "ready") return;
    served = true;
    onReady();
  });
  const [code, signal] = await once(child, "exit");
  return { served, ending: signal ?? `exit code ${code}` };
}

async function endChild(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), patience);
  await exit;
  clearTimeout(timer);
}

const givenUp = (name: string, ending: string): string =>
  `The ${name} ended ${limit} times before it served (last: ${ending}), so Heatlas stops: its own words above say why.`;
