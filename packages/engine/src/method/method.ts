import type { TargetLayer } from "../admit/target-layer.ts";
import type { Builder } from "../graph/builder.ts";
import type { Graph } from "../graph/graph.ts";
import type { Preprocessing } from "../picture/preprocessing.ts";
import type { PullbackTable } from "../pullback/pullback.ts";

/** What people and callers see of a method. */
export interface MethodInfo {
  /** Its name everywhere: engine, API, command line, database. */
  readonly slug: string;
  readonly name: string;
  /** Whether a negative value means something. */
  readonly signed: boolean;
  /** The grid of its maps: the picture's, or the target layer's. */
  readonly grid: "input" | "layer";
  /** How channels become one by default (definitions.md §2.1). */
  readonly reduction: "abs-sum" | "sum" | "none";
  readonly description: string;
}

export type Parameters = Readonly<Record<string, unknown>>;

/** The part of a model's preprocessing that says what values its pixels can have. */
export type PixelFacts = Pick<Preprocessing, "mean" | "std" | "standardise" | "channelOrder">;

/** What a method works with: the forward graph is on the builder already. */
export interface MethodContext {
  readonly builder: Builder;
  /** The forward graph. */
  readonly forward: Graph;
  /** The picture [N, 3, H, W]. */
  readonly input: string;
  /** The class scores [N, K]. */
  readonly logits: string;
  /** One-hot of the explained class [N, K]. */
  readonly seed: string;
  readonly parameters: Parameters;
  /** The layer that the request, or the rule of definitions.md §1, names. */
  readonly layer: TargetLayer | null;
  /**
   * The gradient of the explained logit at a tensor, by the rules of a table.
   *
   * @param seed what arrives at the logits; the one-hot by default
   */
  gradient(table: PullbackTable, at: string, seed?: string): string;
  /** The same at several tensors, in one walk. */
  gradients(table: PullbackTable, at: readonly string[], seed?: string): readonly string[];
  /**
   * Takes the shares of relevance that biases and ε took, [N] each, from methods that have such; undefined where nobody
   * asked for them.
   */
  readonly note?: ((shares: RelevanceShares) => void) | undefined;
}

/** Names of tensors [N]: the parts of the class score that do not reach the picture. */
export interface RelevanceShares {
  readonly bias: string;
  readonly epsilon: string;
}

interface MethodBase extends MethodInfo {
  /** Defaults of its parameters besides `layer` and `reduction`; each is part of a map's identity. */
  readonly parameters: Parameters;
  /** Defaults that follow from what the model wants its pixels to be; `parameters` has those for pixels of 0 to 255. */
  parametersFor?(preprocessing: PixelFacts): Parameters;
  /** The grid where it depends on a parameter. */
  gridOf?(parameters: Parameters): "input" | "layer";
  /** Throws EngineError `bad-parameter` for values out of range. */
  check?(parameters: Parameters): void;
  /** Whether, on this model, its map can only be the vanilla gradient: no ReLU takes part. */
  equalsVanilla?(forward: Graph, parameters: Parameters): boolean;
}

/** A method that is a graph: its unreduced map is emitted beside the forward pass. */
export interface GraphMethod extends MethodBase {
  /** Emits the map: [N, 3, H, W], or [N, 1, h, w] on the layer's grid. */
  emit(context: MethodContext): string;
}

/** The graphs that a method may evaluate again and again. */
export type ProgramKind = "scores" | "gradient" | "activations" | "head";

/** What a method by repeated evaluation works with, for one picture. */
export interface EvaluationContext {
  readonly parameters: Parameters;
  /** The preprocessed picture, [3, H, W]. */
  readonly pixels: Float32Array;
  readonly height: number;
  readonly width: number;
  /** The explained class. */
  readonly target: number;
  readonly layer: TargetLayer | null;
  /** Pictures that baselines may be drawn from, [m, 3, H, W]: those of the same run. */
  readonly references: Float32Array;
  /** Class scores of n pictures, [n, K]. */
  scores(pixels: Float32Array, n: number): Promise<Float32Array>;
  /** Gradients of the explained class's score at n pictures, [n, 3, H, W]. */
  gradient(pixels: Float32Array, n: number): Promise<Float32Array>;
  /** The target layer's activations for the picture, [C, h, w]. */
  activations(): Promise<Float32Array>;
  /** Class scores with the target layer's activations replaced, [n, C, h, w] → [n, K]. */
  head(activations: Float32Array, n: number): Promise<Float32Array>;
}

export interface EvaluatedMap {
  readonly data: Float32Array;
  /** [channels, height, width] */
  readonly shape: readonly [number, number, number];
  /** By how much the map's sum misses what it should add up to, where it should. */
  readonly completenessGap?: number;
}

/** A method that evaluates the model many times a picture. */
export interface RepeatedMethod extends MethodBase {
  readonly programs: readonly ProgramKind[];
  /** Whether its maps depend on the references that it is given. */
  readonly usesReferences?: true;
  evaluate(context: EvaluationContext): Promise<EvaluatedMap>;
}

export type Method = GraphMethod | RepeatedMethod;

export const isRepeated = (method: Method): method is RepeatedMethod => "evaluate" in method;
