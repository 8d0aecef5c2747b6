import { EngineError } from "@heatlas/engine";

/**
 * Expected errors: what a person did, or gave, that Heatlas can answer in one sentence. They carry a code (a kebab-case
 * word) and fields, belong to the mutations' result unions, and reach a client as they are. Everything else is masked.
 */
export abstract class ExpectedError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = new.target.name;
    this.code = code;
  }
}

/** Something given cannot be taken; `field` names the input's field where one is to blame. */
export class InputError extends ExpectedError {
  readonly field: string | null;

  constructor(message: string, field: string | null = null, code = "invalid-input") {
    super(code, message);
    this.field = field;
  }
}

/** What does not exist, or what the viewer may not see: the answer is the same. */
export class NotFoundError extends ExpectedError {
  readonly stage: string;
  readonly id: string;

  constructor(stage: string, id: string) {
    super("not-found", `There is no ${stage.replaceAll("-", " ")} ${id}.`);
    this.stage = stage;
    this.id = id;
  }
}

/** The thing is there, but not in a state from which it can do what was asked. */
export class StateError extends ExpectedError {
  constructor(message: string, code = "wrong-state") {
    super(code, message);
  }
}

/** A file is refused; `op` and `node` name the place in an ONNX graph where there is one. */
export class RefusedError extends ExpectedError {
  readonly op: string | null;
  readonly node: string | null;

  constructor(code: string, message: string, place: { op?: unknown; node?: unknown } = {}) {
    super(code, message);
    this.op = typeof place.op === "string" ? place.op : null;
    this.node = typeof place.node === "string" ? place.node : null;
  }
}

/** The answer of the engine's work; what the engine refuses is refused in its own sentence. Throws RefusedError. */
export async function refusing<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof EngineError) throw new RefusedError(error.code, error.message, error.fields);
    throw error;
  }
}

/** What was to be made is there already; `id` is the existing one's. */
export class ExistsError extends ExpectedError {
  readonly stage: string;
  readonly id: string;

  constructor(stage: string, id: string, name: string) {
    super("exists", `This ${stage} is here already: "${name}".`);
    this.stage = stage;
    this.id = id;
  }
}
