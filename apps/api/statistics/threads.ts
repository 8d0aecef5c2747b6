import { Worker } from "node:worker_threads";
import { EngineError } from "@heatlas/engine";
import { StateError } from "../errors.ts";
import type { ArgumentsOf, FunctionName, ValueOf } from "./functions.ts";
import type { Answer, Question } from "./thread-messages.ts";

/** So that what takes a second does not wait for what takes several; a machine has other processes to serve. */
const mostThreads = 2;

/** Questions that wait or are worked on; more than people ask at once. */
const mostQuestions = 64;

/** With who waits for its answers, in the order of the questions. */
interface Thread {
  readonly worker: Worker;
  readonly waiting: { resolve(value: unknown): void; reject(error: Error): void }[];
}

const threads: Thread[] = [];

/**
 * What the function says of these arguments, computed beside the requests. Threads are started when they are first needed,
 * and end with the process. Throws EngineError as the function does, StateError where too much is asked at once.
 */
export async function onThread<Name extends FunctionName>(
  name: Name,
  ...args: ArgumentsOf<Name>
): Promise<ValueOf<Name>> {
  if (threads.reduce((sum, { waiting }) => sum + waiting.length, 0) >= mostQuestions) {
    throw new StateError("Heatlas computes as many statistics as it can; ask again in a moment.", "busy");
  }
  const { worker, waiting } = freest();
  return await new Promise<ValueOf<Name>>((resolve, reject) => {
    // Before anybody waits: what cannot be sent is never answered.
    worker.postMessage({ name, args } satisfies Question);
    waiting.push({ resolve: resolve as (value: unknown) => void, reject });
    worker.ref();
  });
}

/** One that has nothing to do, which may be a new one; else the one with the fewest questions. */
function freest(): Thread {
  const [first] = threads.toSorted((a, b) => a.waiting.length - b.waiting.length);
  if (first && (first.waiting.length === 0 || threads.length === mostThreads)) return first;
  return start();
}

function start(): Thread {
  const thread: Thread = { worker: new Worker(new URL("./thread-entry.ts", import.meta.url)), waiting: [] };
  const { worker, waiting } = thread;
  threads.push(thread);
  worker.on("message", (answer: Answer) => {
    const { resolve, reject } = waiting.shift()!;
    if ("value" in answer) resolve(answer.value);
    else reject(errorOf(answer));
    // An idle thread keeps no process alive.
    if (waiting.length === 0) worker.unref();
  });
  const end = (error: Error) => {
    if (threads.includes(thread)) threads.splice(threads.indexOf(thread), 1);
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  worker.on("error", (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", () => end(new Error("A thread that computes statistics ended.")));
  return thread;
}

function errorOf(answer: Exclude<Answer, { value: unknown }>): Error {
  if ("refused" in answer) {
    const { code, message, fields } = answer.refused;
    return new EngineError(code, message, fields);
  }
  return answer.failure instanceof Error ? answer.failure : new Error(String(answer.failure));
}
