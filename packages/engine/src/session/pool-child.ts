import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EngineError } from "../errors.ts";
import type { Provider } from "../target/profile.ts";
import { residentBytes } from "./pool-memory.ts";
import type { Jobs, Kind, Reply, Request } from "./pool-messages.ts";

export interface PoolOptions {
  /** Child processes at most. */
  readonly size: number;
  /** Folder in which each child gets an empty one of its own. */
  readonly scratch: string;
  /** Resident memory of a child at most; above it the child is killed. */
  readonly memoryLimitBytes: number;
  readonly threadsPerChild: number;
  /** Where the children compute (default cpu). */
  readonly provider?: Provider;
  /** Whether what the runtime itself prints is left out of the parent's log (default false). */
  readonly quiet?: boolean;
}

interface Work {
  readonly onPart: (part: Jobs[Kind]["part"]) => void;
  readonly resolve: (result: Jobs[Kind]["result"]) => void;
  readonly reject: (error: Error) => void;
}

const entry = fileURLToPath(new URL("./child.ts", import.meta.url));

/** The system's own settings reach a child; secrets of its parent (a database's address) do not. */
const passedOn = [
  "PATH",
  "LD_LIBRARY_PATH",
  "LANG",
  "TZ",
  "SystemRoot",
  // Which card and which driver a provider takes.
  "CUDA_DEVICE_ORDER",
  "CUDA_VISIBLE_DEVICES",
  "NVIDIA_TF32_OVERRIDE",
  "VK_DRIVER_FILES",
  "VK_ICD_FILENAMES",
];

/** One child process, as its parent sees it: one job at a time. */
export class PoolChild {
  /** The model folder of its last job: its session is loaded. */
  lastModel: string | null = null;
  readonly exited: Promise<void>;
  readonly #process: ChildProcess;
  readonly #memoryLimitBytes: number;
  #work: Work | null = null;
  #alive = true;
  #reason: EngineError | null = null;

  constructor(options: PoolOptions) {
    const { scratch, memoryLimitBytes, threadsPerChild, provider = "cpu" } = options;
    mkdirSync(scratch, { recursive: true });
    const cwd = mkdtempSync(join(scratch, "child-"));
    this.#memoryLimitBytes = memoryLimitBytes;
    this.#process = fork(entry, [String(threadsPerChild), provider], {
      cwd,
      execArgv: [`--max-old-space-size=${Math.max(64, Math.floor(memoryLimitBytes / 2 ** 20))}`],
      env: {
        ...Object.fromEntries(passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
        // What it writes for the moment goes when it goes, however it ends.
        TMPDIR: cwd,
      },
      serialization: "advanced",
      stdio: ["ignore", "ignore", options.quiet ? "ignore" : "inherit", "ipc"],
    });
    this.#process.on("message", (reply: Reply) => this.#receive(reply));
    const { promise, resolve } = Promise.withResolvers<void>();
    this.exited = promise;
    const end = (how: string) => {
      if (!this.#alive) return;
      this.#alive = false;
      this.#settle()?.reject(this.#reason ?? crashed(how));
      rm(cwd, { recursive: true, force: true }).catch(() => {});
      resolve();
    };
    this.#process.on("error", (error) => end(error.message));
    this.#process.on("exit", (code, signal) => end(signal ?? `exit code ${code}`));
  }

  get alive(): boolean {
    return this.#alive;
  }

  get busy(): boolean {
    return this.#work !== null;
  }

  /** The child is not busy, and its answer is for this job alone. */
  run<K extends Kind>(
    kind: K,
    job: Jobs[K]["job"],
    onPart: (part: Jobs[K]["part"]) => void,
  ): Promise<Jobs[K]["result"]> {
    const { promise, resolve, reject } = Promise.withResolvers<Jobs[K]["result"]>();
    this.#work = { onPart, resolve, reject } as unknown as Work;
    // A failed send means that the child is gone, and its exit tells the job so.
    this.#process.send({ kind, job } as Request, () => {});
    return promise;
  }

  /** Ends it at once; its job is rejected with the reason. */
  kill(reason: EngineError): void {
    this.#reason = reason;
    this.#process.kill("SIGKILL");
  }

  /** Lets it end by itself. */
  disconnect(): void {
    if (this.#process.connected) this.#process.disconnect();
  }

  async checkMemory(): Promise<void> {
    const bytes = this.#process.pid === undefined ? null : await residentBytes(this.#process.pid);
    if (bytes === null || bytes <= this.#memoryLimitBytes || !this.#alive) return;
    const limit = Math.round(this.#memoryLimitBytes / 2 ** 20);
    this.kill(
      new EngineError(
        "memory-limit",
        `This model needs more than the ${limit} MB of memory that one process may take; raise the limit or use a smaller model.`,
        { bytes, limitBytes: this.#memoryLimitBytes },
      ),
    );
  }

  #receive(reply: Reply): void {
    if (reply.type === "part") this.#work?.onPart(reply.part);
    else if (reply.type === "done") this.#settle()?.resolve(reply.result);
    else if (reply.type === "refused") {
      this.#settle()?.reject(new EngineError(reply.code, reply.message, { ...reply.fields }));
    } else this.#settle()?.reject(new Error(`in a child process: ${reply.text}`));
  }

  #settle(): Work | null {
    const work = this.#work;
    this.#work = null;
    return work;
  }
}

function crashed(how: string): EngineError {
  return new EngineError(
    "worker-crashed",
    `The process that was computing ended unexpectedly (${how}); nothing of it was kept, so it can be tried again.`,
    { how },
  );
}
