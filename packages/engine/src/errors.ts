/** An expected error: bad input from a person. The message is one clear sentence; code and fields are data for callers. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  readonly code: string;
  readonly fields: Readonly<Record<string, unknown>>;

  /**
   * @param code a kebab-case word, such as `unsupported-op`
   * @param message one sentence that names the thing, the limit and the way out
   * @param fields what the message names, as data
   */
  constructor(code: string, message: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.fields = fields;
  }
}

/** An op that the engine cannot carry an explanation through, or cannot read in this form. */
export class UnsupportedOpError extends EngineError {
  constructor(op: string, node: string, why = "Heatlas cannot explain through this op yet") {
    super(
      "unsupported-op",
      `The model's node "${node}" is ${/^[AEIO]/.test(op) ? "an" : "a"} ${op}: ${why}; export the model without it, or add the op (docs/adding-an-op.md).`,
      { op, node },
    );
  }
}

/** A model that contradicts itself: shapes that do not fit, tensors that nobody makes, data of the wrong length. */
export class ModelInconsistentError extends EngineError {
  constructor(message: string, fields: Readonly<Record<string, unknown>> = {}) {
    super("model-inconsistent", message, fields);
  }
}
