/** The engine: explanations of image classifiers, and what is computed from them. */
export { type Admission, type AdmitOptions, admit } from "./admit/admit.ts";
export type { Size } from "./admit/ports.ts";
export type { TargetLayer } from "./admit/target-layer.ts";
export * from "./clustering/index.ts";
export * from "./comparison/index.ts";
export { EngineError, ModelInconsistentError, UnsupportedOpError } from "./errors.ts";
export { type CompiledExplainer, type CompiledMethod, compileExplainer } from "./explain/compile.ts";
export type { CompileOptions } from "./explain/prepare.ts";
export { print } from "./graph/print.ts";
export * from "./heatmap/index.ts";
export type { MethodInfo, Parameters } from "./method/method.ts";
export { type MethodRequest, type ModelFacts, type ResolvedMethod, resolveMethod } from "./method/resolve.ts";
export { getMethod, methods } from "./method/table.ts";
export type { DataFile, DataFiles } from "./onnx/data-files.ts";
export { type Model, type ReadOptions, readModel } from "./onnx/read-model.ts";
export * from "./pattern/index.ts";
export * from "./picture/index.ts";
export { checkProvider } from "./session/check-provider.ts";
export { type ChoiceOptions, chooseProvider, type ProviderChoice } from "./session/choose-provider.ts";
export { dataFilesIn } from "./session/data-folder.ts";
export { type Explainer, type ExplainOptions, explain, type Pictures } from "./session/explain.ts";
export {
  type ExplainedMap,
  type ExplainedMaps,
  type ExplainerSession,
  type Explanation,
  openExplainer,
} from "./session/explainer.ts";
export type { Flag, RelevanceBalance } from "./session/flags.ts";
export { type ExplainPool, openPool, type Progress } from "./session/pool.ts";
export type { PoolOptions } from "./session/pool-child.ts";
export type {
  AdmitFileOptions,
  AnalysedGroup,
  AnalysedMap,
  AnalysedTree,
  AnalyseJob,
  Analysis,
  AnalysisSetting,
  ComputedMap,
  ExplainedPicture,
  ExplainJob,
  ExplainJobResult,
  Failure,
  Provenance,
} from "./session/pool-messages.ts";
export type { SessionOptions } from "./session/runtime.ts";
export * from "./similarity/index.ts";
export * from "./statistics/index.ts";
export { type Provider, profiles, providers, type TargetProfile } from "./target/profile.ts";
