import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** How long to wait before the first, second … attempt to connect again, in milliseconds; the last one for ever. */
const waits = [100, 250, 500, 1_000, 2_000];

/** One connection that listens to one channel, made anew whenever it breaks. */
export class Listener {
  readonly #settings: pg.ClientConfig;
  readonly #channel: string;
  readonly #hear: (payload: string) => void;
  readonly #heard: () => void;
  #client: pg.Client | undefined;
  #ended = false;

  constructor(settings: pg.ClientConfig, channel: string, hear: (payload: string) => void, heard: () => void) {
    this.#settings = settings;
    this.#channel = channel;
    this.#hear = hear;
    this.#heard = heard;
  }

  /** Rejects where the first connection cannot be had. */
  async start(): Promise<void> {
    const client = new pg.Client({ ...this.#settings, connectionTimeoutMillis: 15_000 });
    client.on("error", () => {});
    client.on("notification", ({ payload }) => this.#hear(payload ?? ""));
    try {
      await client.connect();
      await client.query(`listen ${pg.escapeIdentifier(this.#channel)}`);
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
    if (this.#ended) return await client.end();
    this.#client = client;
    client.once("end", () => void this.#again());
    this.#heard();
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#client?.end().catch(() => {});
  }

  async #again(): Promise<void> {
    for (let attempt = 0; !this.#ended; attempt++) {
      await sleep(waits[Math.min(attempt, waits.length - 1)], undefined, { ref: false });
      const listening = await this.start().then(
        () => true,
        () => false,
      );
      if (listening) return;
    }
  }
}
