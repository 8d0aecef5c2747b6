import { type InferenceSession, Tensor } from "onnxruntime-node";
import { EngineError } from "../errors.ts";
import type { CompiledExplainer, CompiledMethod } from "../explain/compile.ts";
import { isRepeated } from "../method/method.ts";
import { getMethod } from "../method/table.ts";
import { evaluate } from "./evaluate.ts";
import { type Flag, mapFlags, probabilityOf, type RelevanceBalance, relevanceBalance } from "./flags.ts";
import { loadGraph, runGraph, type SessionOptions } from "./runtime.ts";

export interface ExplainedMap {
  /** Unreduced, in C order. */
  readonly data: Float32Array;
  /** [n, 3, H, W], or [n, 1, h, w]: on the layer's grid for the CAMs, on the picture's for occlusion and RISE. */
  readonly shape: readonly [number, number, number, number];
  /** What makes each image's map worth doubting. */
  readonly flags: readonly (readonly Flag[])[];
  /** What biases and ε took of each image's class score, for the methods of LRP ({@link RelevanceBalance}). */
  readonly shares?: { readonly bias: Float32Array; readonly epsilon: Float32Array };
  /** Where each image's class score went, in shares of it, for the same methods. */
  readonly balances?: readonly RelevanceBalance[];
  /** By how much each image's map misses the sum that it should have, for methods that have one. */
  readonly completenessGap?: Float32Array;
}

/** Maps by the methods' output names. */
export type ExplainedMaps = Readonly<Record<string, ExplainedMap>>;

export interface Explanation {
  /** n × K, before any softmax. */
  readonly logits: Float32Array;
  /** The class that was explained, an image; with several targets T, image after image. */
  readonly targets: number[];
  /** The maps of each image's first target. */
  readonly maps: ExplainedMaps;
  /** The maps of every target. */
  readonly byTarget: readonly ExplainedMaps[];
}

type References = ReadonlyMap<string, Float32Array>;

/** A compiled explainer, loaded. Runs are serial and block the event loop: use a child process each. */
export interface ExplainerSession {
  /**
   * @param pixels preprocessed pictures [n, 3, H, W]
   * @param targets class an image (with several targets T: n × T, image after image); −1 for the model's first choice
   * @param references pictures that baselines are drawn from [m, 3, H, W], by the method's output; the explained ones
   *   where none are given
   */
  run(pixels: Float32Array, n: number, targets: readonly number[], references?: References): Promise<Explanation>;
  close(): Promise<void>;
}

/** @throws EngineError `input-size`, `no-such-class` */
function checkInput(
  expected: Pick<CompiledExplainer, "input" | "classCount" | "targets">,
  pixels: Float32Array,
  n: number,
  targets: readonly number[],
): void {
  const { input, classCount } = expected;
  const size = 3 * input.height * input.width;
  if (pixels.length !== n * size || targets.length !== n * expected.targets) {
    throw new EngineError(
      "input-size",
      `${n} pictures for this model are ${n} × [3, ${input.height}, ${input.width}] numbers and ${n * expected.targets} classes, not ${pixels.length} numbers and ${targets.length} classes.`,
    );
  }
  const stranger = targets.find((target) => !Number.isInteger(target) || target >= classCount);
  if (stranger === undefined) return;
  throw new EngineError(
    "no-such-class",
    `The model has no class ${stranger}: its ${classCount} classes are 0 to ${classCount - 1}.`,
    {
      target: stranger,
      classCount,
    },
  );
}

type Results = InferenceSession.ReturnType;
const floats = (results: Results, name: string) => results[name]!.data as Float32Array;

/**
 * Loads a compiled explainer on ONNX Runtime.
 *
 * @param folder holds the model's file (`model.onnx`), whose weights the compiled graph borrows
 */
export async function openExplainer(
  folder: string,
  compiled: CompiledExplainer,
  given: SessionOptions = {},
): Promise<ExplainerSession> {
  const options = { ...given, provider: given.provider ?? compiled.profile };
  // Not the compiled graph itself is kept: its weights are views of the model's bytes.
  const { input, ports, methods, classCount, targets: targetCount } = compiled;
  const programs = compiled.programs;
  const compiledInput = { input, classCount, targets: targetCount };
  const session = await loadGraph(folder, compiled, options);
  const loaded = new Map<number, Promise<InferenceSession>>();
  const load = (index: number) => {
    const program = loaded.get(index) ?? loadGraph(folder, programs[index]!, options);
    loaded.set(index, program);
    return program;
  };
  const graphMethods = methods.filter(({ slug }) => !isRepeated(getMethod(slug)));

  const scoresOf = (logits: Float32Array, i: number) => logits.subarray(i * classCount, (i + 1) * classCount);

  async function run(
    pixels: Float32Array,
    n: number,
    targets: readonly number[],
    references: References = new Map(),
  ): Promise<Explanation> {
    checkInput(compiledInput, pixels, n, targets);
    const dims = targetCount > 1 ? [n, targetCount] : [n];
    const results = await runGraph(session, {
      [input.name]: new Tensor("float32", pixels, [n, 3, input.height, input.width]),
      [ports.target]: new Tensor("int64", BigInt64Array.from(targets, BigInt), dims),
    });
    const logits = floats(results, ports.logits);
    const used = Array.from(results[ports.targetUsed]!.data as BigInt64Array, Number);
    const byTarget: ExplainedMaps[] = [];
    for (let t = 0; t < targetCount; t++) {
      const explained = Array.from({ length: n }, (_, i) => used[i * targetCount + t]!);
      const probabilities = explained.map((target, i) => probabilityOf(scoresOf(logits, i), target));
      const maps: Record<string, ExplainedMap> = {};
      for (const method of methods) {
        const raw = graphMethods.includes(method)
          ? readMap(results, t, graphMethods.indexOf(method))
          : await evaluateAll(method, pixels, explained, references.get(method.output) ?? pixels);
        maps[method.output] = withFlags(method, raw, logits, explained, probabilities);
      }
      byTarget.push(maps);
    }
    return { logits, targets: used, maps: byTarget[0]!, byTarget };
  }

  type RawMap = Omit<ExplainedMap, "flags" | "balances">;

  function readMap(results: Results, target: number, position: number): RawMap {
    const { map, shares } = ports.maps[target]![position]!;
    const base = { data: floats(results, map), shape: results[map]!.dims as unknown as ExplainedMap["shape"] };
    return shares
      ? { ...base, shares: { bias: floats(results, shares.bias), epsilon: floats(results, shares.epsilon) } }
      : base;
  }

  async function evaluateAll(
    method: CompiledMethod,
    pixels: Float32Array,
    targets: readonly number[],
    references: Float32Array,
  ): Promise<RawMap> {
    const n = targets.length;
    const size = pixels.length / n;
    const maps = [];
    for (let i = 0; i < n; i++) {
      const subject = { pixels: pixels.subarray(i * size, (i + 1) * size), target: targets[i]!, references };
      maps.push(await evaluate({ programs, input }, method, load, subject));
    }
    const [first] = maps as [(typeof maps)[number]];
    const data = new Float32Array(n * first.data.length);
    maps.forEach((map, i) => {
      data.set(map.data, i * first.data.length);
    });
    const gaps =
      first.completenessGap === undefined ? undefined : Float32Array.from(maps, (map) => map.completenessGap!);
    return { data, shape: [n, ...first.shape], ...(gaps && { completenessGap: gaps }) };
  }

  function withFlags(
    { equalsVanilla }: CompiledMethod,
    map: RawMap,
    logits: Float32Array,
    targets: readonly number[],
    probabilities: readonly number[],
  ): ExplainedMap {
    const size = map.data.length / targets.length;
    const valuesOf = (i: number) => map.data.subarray(i * size, (i + 1) * size);
    const { shares } = map;
    const balances =
      shares &&
      targets.map((target, i) => {
        const taken = { bias: shares.bias[i]!, epsilon: shares.epsilon[i]! };
        return relevanceBalance(valuesOf(i), scoresOf(logits, i)[target]!, taken);
      });
    const flags = probabilities.map((probability, i) =>
      mapFlags({ values: valuesOf(i), equalsVanilla, probability, balance: balances?.[i] }),
    );
    return { ...map, flags, ...(balances && { balances }) };
  }

  return {
    run,
    async close() {
      await session.release();
      for (const program of loaded.values()) await (await program).release();
    },
  };
}
