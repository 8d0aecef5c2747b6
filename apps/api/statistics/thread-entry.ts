import { parentPort } from "node:worker_threads";
import { EngineError } from "@heatlas/engine/errors.ts";
import { functions } from "./functions.ts";
import type { Answer, Question } from "./thread-messages.ts";

function answer({ name, args }: Question): Answer {
  try {
    return { value: (functions[name] as (...args: readonly unknown[]) => unknown)(...args) };
  } catch (error) {
    if (!(error instanceof EngineError)) return { failure: error };
    const { code, message, fields } = error;
    return { refused: { code, message, fields } };
  }
}

parentPort!.on("message", (question: Question) => parentPort!.postMessage(answer(question)));
