import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Atlas } from "./atlas.ts";

const entry = fileURLToPath(new URL("../../apps/api/worker.ts", import.meta.url));

/** A real worker in a process of its own, ready for work. Its lines come out in `log`. */
export interface WorkerProcess {
  readonly process: ChildProcess;
  readonly log: string[];
  /** Ends it as a launcher does, and waits for it. */
  stop(): Promise<void>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

/** A worker that starts: its process, its lines so far, and its end. */
export function forkWorker(atlas: Atlas, processes = 1, environment: Readonly<Record<string, string>> = {}) {
  const child = fork(entry, {
    env: {
      ...process.env,
      DATABASE_URL: atlas.url,
      HEATLAS_DATA: atlas.dataFolder,
      HEATLAS_PROCESSES: String(processes),
      HEATLAS_PROCESS_MEMORY: "1",
      ...environment,
    },
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const log: string[] = [];
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding("utf8").on("data", (text: string) => log.push(...text.trimEnd().split("\n")));
  }
  return { child, log, exited: once(child, "exit") };
}

export async function startWorker(
  atlas: Atlas,
  processes = 1,
  environment: Readonly<Record<string, string>> = {},
): Promise<WorkerProcess> {
  const { child, log, exited } = forkWorker(atlas, processes, environment);
  await Promise.race([
    new Promise<void>((resolve) =>
      child.on("message", (message: { type: string }) => message.type === "ready" && resolve()),
    ),
    exited.then(() => Promise.reject(new Error(`the worker did not start: ${log.join("\n")}`))),
  ]);
  return {
    process: child,
    log,
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** Waits until the database says so. */
export async function until<Value>(
  read: () => Promise<Value>,
  holds: (value: Value) => boolean,
  seconds = 60,
): Promise<Value> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(value)} after ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export interface RunRow {
  status: string;
  error: string | null;
  plannedMaps: number;
  doneMaps: number;
  failedMaps: number;
  plannedTrees: number;
  doneTrees: number;
}

export async function readRun({ sql }: Atlas, id: string): Promise<RunRow> {
  const [row] = await sql<RunRow[]>`
    select status, error, planned_maps, done_maps, failed_maps, planned_trees, done_trees from run where id = ${id}`;
  return row!;
}

export const settled = (run: RunRow) => run.status === "done" || run.status === "failed";
