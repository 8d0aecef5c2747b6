/** The engine: explanations of image classifiers, and what is computed from them. */
export { EngineError } from "./errors.ts";

export * from "./heatmap/index.ts";
export * from "./picture/index.ts";
