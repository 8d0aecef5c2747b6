import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { LeafSet, Pattern, patternChance } from "@heatlas/engine";

type PatternChance = ReturnType<typeof patternChance>;

interface Question {
  readonly pattern: Pattern;
  readonly leafSet: LeafSet;
}

type Answer = { readonly chance: PatternChance } | { readonly failure: string };

const purpose = "simulate a pattern's chance";

/** Who waits for the thread's answers, in the order of their questions, which is that of the answers. */
interface Simulator {
  readonly thread: Worker;
  readonly waiting: { resolve(chance: PatternChance): void; reject(error: Error): void }[];
}

let simulator: Simulator | null = null;

/** The chance of a pattern as the engine simulates it, on a thread that is started for the first and takes one at a time. */
export function simulate(pattern: Pattern, leafSet: LeafSet): Promise<PatternChance> {
  simulator ??= start();
  const { thread, waiting } = simulator;
  return new Promise((resolve, reject) => {
    waiting.push({ resolve, reject });
    thread.ref();
    thread.postMessage({ pattern, leafSet } satisfies Question);
  });
}

function start(): Simulator {
  const started: Simulator = { thread: new Worker(new URL(import.meta.url), { workerData: { purpose } }), waiting: [] };
  const { thread, waiting } = started;
  thread.on("message", (answer: Answer) => {
    const { resolve, reject } = waiting.shift()!;
    if ("chance" in answer) resolve(answer.chance);
    else reject(new Error(answer.failure));
    // An idle thread keeps no process alive.
    if (waiting.length === 0) thread.unref();
  });
  const end = (error: Error) => {
    if (simulator === started) simulator = null;
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  thread.on("error", end);
  thread.on("exit", () => end(new Error("The thread that simulates chances ended.")));
  return started;
}

if (!isMainThread && workerData?.purpose === purpose) {
  // Nothing but the patterns of the engine: the rest of it takes half a second to load.
  const engine = await import("@heatlas/engine/pattern/index.ts");
  const answer = ({ pattern, leafSet }: Question): Answer => {
    try {
      return { chance: engine.patternChance(pattern, leafSet) };
    } catch (error) {
      return { failure: String(error) };
    }
  };
  parentPort!.on("message", (question: Question) => parentPort!.postMessage(answer(question)));
}
