import type { ExplainPool } from "@heatlas/engine";
import type { Blobs } from "./blobs.ts";
import type { Queue } from "./queue.ts";
import type { Pool } from "./sql.ts";

/** What a worker's jobs work with. */
export interface Workplace {
  readonly sql: Pool;
  readonly queue: Queue;
  readonly blobs: Blobs;
  readonly pool: ExplainPool;
  log(line: string): void;
}

export interface HeldJob<Data> {
  readonly id: string;
  readonly retryCount: number;
  readonly data: Data;
  /** Aborted when the job is no longer ours, or the worker ends. */
  readonly signal: AbortSignal;
}
