import type { Admission } from "../admit/admit.ts";
import { EngineError } from "../errors.ts";
import { PoolChild, type PoolOptions } from "./pool-child.ts";
import type {
  AdmitFileOptions,
  AnalyseJob,
  Analysis,
  ExplainJob,
  ExplainJobResult,
  Failure,
  Jobs,
  Kind,
  Part,
} from "./pool-messages.ts";

/** Called with the number of pictures, or groups, that have their results. */
export type Progress = (done: number) => void;

/**
 * Child processes that compute, so that no event loop of the parent blocks and a crash costs one job. Every job may
 * reject with an EngineError `worker-crashed` or `memory-limit` (the child is replaced, the job may be tried again),
 * `cancelled` (by its signal) or `pool-closed`.
 */
export interface ExplainPool {
  explain(job: ExplainJob, onProgress?: Progress, signal?: AbortSignal): Promise<ExplainJobResult>;
  /** Similarities and tree of each group, in their order. */
  analyse(job: AnalyseJob, onProgress?: Progress, signal?: AbortSignal): Promise<readonly (Analysis | Failure)[]>;
  /** Checks a model's file where a hostile one can do no harm; rejects as `admit` throws. */
  admit(path: string, options?: AdmitFileOptions, signal?: AbortSignal): Promise<Admission>;
  /**
   * Runs the golden nets where the pool computes, and gives the device's name; rejects with `provider-refused`.
   *
   * @param golden a folder of golden nets in place of the engine's own
   */
  check(golden?: string, signal?: AbortSignal): Promise<string>;
  /** Takes no more jobs, finishes those that it has, and ends the children. */
  close(): Promise<void>;
  /** Ends the children at once; jobs that are not done are rejected. */
  terminate(): Promise<void>;
}

const watchMilliseconds = 250;

/** Children start when there is work for them. */
export function openPool(options: PoolOptions): ExplainPool {
  return new Pool(options);
}

interface Waiting<K extends Kind = Kind> {
  readonly kind: K;
  readonly job: Jobs[K]["job"];
  readonly onPart: (part: Jobs[K]["part"]) => void;
  readonly resolve: (result: Jobs[K]["result"]) => void;
  readonly reject: (error: Error) => void;
  /** The model folder whose session the job needs. */
  readonly model: string | null;
  /** Where it runs. */
  child: PoolChild | null;
}

class Pool implements ExplainPool {
  readonly #options: PoolOptions;
  readonly #watch: NodeJS.Timeout;
  #children: PoolChild[] = [];
  #waiting: Waiting[] = [];
  readonly #pending = new Set<Promise<unknown>>();
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#watch = setInterval(() => {
      for (const child of this.#children) void child.checkMemory();
    }, watchMilliseconds).unref();
  }

  async explain(job: ExplainJob, onProgress?: Progress, signal?: AbortSignal): Promise<ExplainJobResult> {
    const { results: pictures, onPart } = collect<ExplainJobResult["pictures"][number]>(onProgress);
    const provenance = await this.#submit("explain", job, onPart, job.modelFolder, signal);
    return { ...provenance, pictures };
  }

  async analyse(job: AnalyseJob, onProgress?: Progress, signal?: AbortSignal): Promise<(Analysis | Failure)[]> {
    const { results, onPart } = collect<Analysis | Failure>(onProgress);
    await this.#submit("analyse", job, onPart, null, signal);
    return results;
  }

  admit(path: string, options: AdmitFileOptions = {}, signal?: AbortSignal): Promise<Admission> {
    return this.#submit("admit", { ...options, path }, () => {}, null, signal);
  }

  check(golden?: string, signal?: AbortSignal): Promise<string> {
    return this.#submit("check", golden === undefined ? {} : { golden }, () => {}, null, signal);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#pending);
    for (const child of this.#children) child.disconnect();
    await this.#end();
  }

  async terminate(): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(closed());
    for (const child of this.#children) child.kill(closed());
    await this.#end();
  }

  async #end(): Promise<void> {
    clearInterval(this.#watch);
    await Promise.all(this.#children.map((child) => child.exited));
    this.#children = [];
  }

  #submit<K extends Kind>(
    kind: K,
    job: Jobs[K]["job"],
    onPart: (part: Jobs[K]["part"]) => void,
    model: string | null,
    signal?: AbortSignal,
  ): Promise<Jobs[K]["result"]> {
    if (this.#closed) return Promise.reject(closed());
    if (signal?.aborted) return Promise.reject(cancelled());
    const { promise, resolve, reject } = Promise.withResolvers<Jobs[K]["result"]>();
    const waiting: Waiting<K> = { kind, job, onPart, resolve, reject, model, child: null };
    const abort = () => this.#abort(waiting as unknown as Waiting);
    signal?.addEventListener("abort", abort, { once: true });
    this.#waiting.push(waiting as unknown as Waiting);
    this.#pending.add(promise);
    this.#assign();
    return promise.finally(() => {
      signal?.removeEventListener("abort", abort);
      this.#pending.delete(promise);
    });
  }

  #abort(waiting: Waiting): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    if (waiting.child) waiting.child.kill(cancelled());
    else waiting.reject(cancelled());
  }

  /** Gives waiting jobs to free children, first come first served. */
  #assign(): void {
    this.#children = this.#children.filter((child) => child.alive);
    for (let job = this.#waiting[0]; job; job = this.#waiting[0]) {
      const child = this.#freeChild(job.model);
      if (!child) return;
      this.#waiting.shift();
      job.child = child;
      child.lastModel = job.model ?? child.lastModel;
      void child
        .run(job.kind, job.job, job.onPart)
        .then(job.resolve, job.reject)
        .finally(() => {
          job.child = null;
          this.#assign();
        });
    }
  }

  /** One that has the model's session, else one without any, else a new one, else whichever is free. */
  #freeChild(model: string | null): PoolChild | undefined {
    const free = this.#children.filter((child) => child.alive && !child.busy);
    const fitting = free.find((child) => child.lastModel === model) ?? free.find((child) => child.lastModel === null);
    if (fitting) return fitting;
    if (this.#children.length >= this.#options.size) return free[0];
    const child = new PoolChild(this.#options);
    this.#children.push(child);
    return child;
  }
}

/** Puts the parts of a job's results in their places. */
function collect<Result>(onProgress: Progress | undefined) {
  const results: Result[] = [];
  let done = 0;
  const onPart = (part: Part<Result>) => {
    for (const [at, place] of part.places.entries()) results[place] = part.results[at]!;
    done += part.places.length;
    onProgress?.(done);
  };
  return { results, onPart };
}

const closed = () => new EngineError("pool-closed", "The computing processes are shutting down; try again.");
const cancelled = () => new EngineError("cancelled", "The work was cancelled.");
