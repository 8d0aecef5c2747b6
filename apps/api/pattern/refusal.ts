import { EngineError } from "@heatlas/engine";
import { InputError } from "../errors.ts";

/** What the engine answers; what it refuses is refused in its own sentence, and code. Throws InputError. */
export function askingEngine<Answer>(field: string, ask: () => Answer): Answer {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new InputError(error.message, String(error.fields.path ?? field), error.code);
  }
}
