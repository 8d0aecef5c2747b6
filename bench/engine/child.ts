import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { compileExplainer, openExplainer } from "../../packages/engine/src/index.ts";
import { fiveMaps } from "./nets.ts";
import { pictures } from "./turns.ts";

// A fresh process that loads a net and runs it when it is told to: forked by this file's own `startChild`.

export interface ChildOptions {
  readonly path: string;
  readonly kind: "forward" | "five maps";
  readonly threads: number;
}

/** A forked process with a loaded net. */
export interface Child {
  /** Bytes that it holds once the net is loaded. */
  readonly loaded: number;
  /** Runs batches of n one after the other, and gives the most bytes that the process ever held. */
  run(n: number, times: number): Promise<number>;
  end(): void;
}

export async function startChild(options: ChildOptions): Promise<Child> {
  const child = fork(import.meta.filename, [JSON.stringify(options)], { execArgv: ["--expose-gc"] });
  const answer = () =>
    new Promise<number>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`the process that was measured ended with ${code}`));
      child.once("message", (bytes) => {
        child.off("exit", ended);
        resolve(bytes as number);
      });
      child.once("exit", ended);
    });
  const loaded = await answer();
  return {
    loaded,
    run: (n, times) => {
      child.send({ n, times });
      return answer();
    },
    end: () => child.disconnect(),
  };
}

async function serve({ path, kind, threads }: ChildOptions): Promise<void> {
  const run = kind === "forward" ? await loadForward(path, threads) : await loadFiveMaps(path, threads);
  globalThis.gc?.();
  // The bytes of the model's file, which compiling read, go back to the system only a while later.
  await setTimeout(500);
  process.send!(process.memoryUsage().rss);
  process.on("message", async ({ n, times }: { n: number; times: number }) => {
    for (let i = 0; i < times; i++) await run(n);
    process.send!(process.resourceUsage().maxRSS * 1024);
  });
}

async function loadForward(path: string, threads: number) {
  const session = await InferenceSession.create(path, { intraOpNumThreads: threads, logSeverityLevel: 3 });
  const name = session.inputNames[0]!;
  return (n: number) => {
    const { data, shape } = batchOf(n);
    return session.run({ [name]: new Tensor("float32", data, shape) });
  };
}

const batches = new Map<number, ReturnType<typeof pictures>>();

/** Made once a size: that takes as long as a small net's forward pass. */
function batchOf(n: number): ReturnType<typeof pictures> {
  const batch = batches.get(n) ?? pictures(n, 224, 224);
  batches.set(n, batch);
  return batch;
}

/** Beside the model, as the product keeps it. */
async function loadFiveMaps(path: string, threads: number) {
  const compiled = compileExplainer(
    readFileSync(path),
    fiveMaps.map((slug) => ({ slug })),
  );
  const session = await openExplainer(dirname(path), compiled, { threads });
  return (n: number) => session.run(batchOf(n).data, n, Array(n).fill(-1));
}

if (process.send && process.argv[2]) await serve(JSON.parse(process.argv[2]) as ChildOptions);
