import { createHash } from "node:crypto";
import { getTargetLayer, type TargetLayer } from "../admit/target-layer.ts";
import type { Graph } from "../graph/graph.ts";
import { isRepeated, type ProgramKind } from "../method/method.ts";
import { type MethodRequest, type ResolvedMethod, resolveMethod } from "../method/resolve.ts";
import { getMethod } from "../method/table.ts";
import { writeModel } from "../onnx/write-model.ts";
import { lower } from "../target/lower.ts";
import type { Provider, TargetProfile } from "../target/profile.ts";
import { emitExplanations, type Ports, type Wanted } from "./emit.ts";
import { type CompileOptions, type Prepared, prepare } from "./prepare.ts";
import { buildProgram, type Program } from "./program.ts";

/** A file to load: its bytes, and their SHA-256 as hex. */
export interface CompiledGraph {
  readonly onnx: Uint8Array;
  readonly hash: string;
}

/** A graph that methods by repeated evaluation run. */
export interface CompiledProgram extends CompiledGraph, Omit<Program, "graph"> {}

/** A method of a compiled explainer, with what is known of its map before anything runs. */
export interface CompiledMethod extends ResolvedMethod {
  /** On this model no ReLU takes part in the method's rule: its map is the vanilla gradient. */
  readonly equalsVanilla: boolean;
  readonly layer: TargetLayer | null;
  /** For methods by repeated evaluation: which of the explainer's programs they run. */
  readonly programs: Readonly<Partial<Record<ProgramKind, number>>>;
}

/** One ONNX graph that classifies a batch and explains it, and the programs of methods that evaluate the model again. */
export interface CompiledExplainer extends CompiledGraph {
  readonly graph: Graph;
  /** The provider whose forms it is written in. */
  readonly profile: Provider;
  readonly methods: readonly CompiledMethod[];
  readonly programs: readonly CompiledProgram[];
  readonly targetLayer: TargetLayer | null;
  readonly input: { readonly name: string; readonly height: number; readonly width: number };
  readonly classCount: number;
  /** Classes explained for each picture in one run. */
  readonly targets: number;
  readonly ports: Ports;
  /** The model's data files, which have to lie beside it where its weights are borrowed. */
  readonly dataFiles: readonly string[];
}

/** Outputs of equal methods are told apart by a number. */
function numbered(resolved: readonly ResolvedMethod[]): ResolvedMethod[] {
  const seen = new Map<string, number>();
  return resolved.map((method) => {
    const count = (seen.get(method.slug) ?? 0) + 1;
    seen.set(method.slug, count);
    return count === 1 ? method : { ...method, output: `${method.slug}-${count}` };
  });
}

function write(graph: Graph, { provider }: TargetProfile, weights: CompileOptions["weights"]): CompiledGraph {
  const onnx = writeModel(graph, weights ?? "borrowed", provider);
  return { onnx, hash: createHash("sha256").update(onnx).digest("hex") };
}

/** The methods with the programs that they share. */
function compileMethods(prepared: Prepared, resolved: readonly ResolvedMethod[], options: CompileOptions) {
  const { profile } = prepared;
  const programs: CompiledProgram[] = [];
  const made = new Map<string, number>();
  const getProgram = (kind: ProgramKind, layer: TargetLayer | null): number => {
    const key = kind === "scores" || kind === "gradient" ? kind : `${kind} ${layer?.tensor}`;
    const index = made.get(key) ?? programs.length;
    if (index === programs.length) {
      const { graph, ...program } = buildProgram(prepared, kind, layer);
      programs.push({ ...program, ...write(lower(graph, profile), profile, options.weights) });
      made.set(key, index);
    }
    return index;
  };
  const methods = resolved.map((request): CompiledMethod => {
    const method = getMethod(request.slug);
    const { parameters } = request;
    const layer =
      typeof parameters.layer === "string" ? getTargetLayer(prepared.forward, parameters.layer) : prepared.targetLayer;
    const kinds = isRepeated(method) ? method.programs : [];
    return {
      ...request,
      equalsVanilla: method.equalsVanilla?.(prepared.forward, parameters) ?? false,
      layer,
      programs: Object.fromEntries(kinds.map((kind) => [kind, getProgram(kind, layer)])),
    };
  });
  return { methods, programs };
}

/**
 * Compiles a model and methods into one explanation graph: the forward pass once, every map an output, the batch free.
 *
 * @param file the bytes of the .onnx file
 * @throws EngineError as {@link admit} and {@link resolveMethod} do, and `no-such-layer`
 */
export function compileExplainer(
  file: Uint8Array,
  requests: readonly MethodRequest[],
  options: CompileOptions = {},
): CompiledExplainer {
  const named = requests.flatMap(({ parameters }) => (typeof parameters?.layer === "string" ? [parameters.layer] : []));
  const prepared = prepare(file, named, options);
  const { profile, targetLayer, classCount, input, height, width } = prepared;
  const resolved = numbered(
    requests.map((request) => resolveMethod(request, { targetLayer, preprocessing: options.preprocessing })),
  );
  const wanted = resolved.flatMap((request): Wanted[] => {
    const method = getMethod(request.slug);
    return isRepeated(method) ? [] : [{ resolved: request, method }];
  });
  const targets = options.targets ?? 1;
  const { graph: emitted, ports } = emitExplanations(prepared, wanted, targets, options.shares ?? true);
  const graph = lower(emitted, profile);
  return {
    ...write(graph, profile, options.weights),
    graph,
    profile: profile.provider,
    ...compileMethods(prepared, resolved, options),
    targetLayer,
    input: { name: input, height, width },
    classCount,
    targets,
    ports,
    dataFiles: prepared.dataFiles,
  };
}
