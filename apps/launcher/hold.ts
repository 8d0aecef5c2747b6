import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "./errors.ts";
import { type Lock, LockedError, takeLock } from "./lock.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import type { Settings } from "./settings.ts";

/** The database, held by this Heatlas alone until it lets go. */
export interface Hold {
  readonly url: string;
  /** Whether the database still ran: another Heatlas was killed here, and its processes may still be ending. */
  readonly survived: boolean;
  /** Resolves while the database is there; waits for it while it is away. */
  available(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL, or takes the one of DATABASE_URL, and its lock. A database that goes away later is
 * brought back (embedded, on the same port) or waited for. Throws StartError; a Heatlas that runs already stays as it is.
 */
export async function holdDatabase(
  settings: Settings,
  address: string,
  onGivenUp: (message: string) => void,
): Promise<Hold> {
  const open = () =>
    settings.databaseUrl ? outside(settings.databaseUrl) : startPostgres(settings.dataFolder, { port });
  let port: number | undefined;
  let server: Server = await open();
  port = server.port;
  let lock: Lock = await takeLock(server.url, address).catch(async (error) => {
    if (!(error instanceof LockedError)) await server.stop();
    throw error;
  });
  let released = false;
  let available: Promise<void> = Promise.resolve();

  const regain = async () => {
    for (let told = ""; !released; await sleep(500)) {
      try {
        server = await open();
        lock = await takeLock(server.url, address);
        return watch();
      } catch (error) {
        if (error instanceof LockedError) return onGivenUp(error.message);
        if (messageOf(error) !== told) console.error(messageOf(error));
        told = messageOf(error);
      }
    }
  };
  const watch = () => {
    void lock.lost.then(() => {
      if (released) return;
      console.error("The database went away; bringing it back.");
      available = regain();
    });
  };
  watch();

  const release = async () => {
    released = true;
    await available;
    await lock.release();
    await server.stop();
  };
  return { url: server.url, survived: server.survived ?? false, available: () => available, release };
}

type Server = Pick<Postgres, "url" | "stop"> & Partial<Postgres>;

const outside = async (url: string): Promise<Server> => ({ url, stop: async () => {} });
