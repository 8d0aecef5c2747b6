import { EngineError } from "../errors.ts";
import type { CompiledMethod } from "../explain/compile.ts";
import { resolveNormalisation } from "../heatmap/normalise.ts";
import { type Reduction, reduce } from "../heatmap/reduce.ts";
import { toPng } from "../heatmap/to-png.ts";
import { getMethod } from "../method/table.ts";
import { preparePicture } from "../picture/prepare-picture.ts";
import { type Explainer, explain, type Pictures } from "../session/explain.ts";
import type { ExplainedMap, Explanation } from "../session/explainer.ts";
import { probabilityOf } from "../session/flags.ts";
import { checkApart } from "./check-apart.ts";
import { pixelFactsOf, preprocessingOf, readSideFacts, type SideFacts } from "./facts.ts";
import { checkOut, readBytes, writeBytes } from "./files.ts";
import { type Options, readOptions, usage } from "./options.ts";
import { readBatch } from "./read-batch.ts";
import { writeNpy } from "./write-npy.ts";

async function readPhoto(options: Options, facts: SideFacts, { compiled }: Explainer): Promise<Pictures> {
  const { input } = compiled;
  const preprocessing = preprocessingOf(input, facts, options);
  const { pixels } = await preparePicture(await readBytes(options.photo!), options.view, preprocessing);
  return { data: pixels, shape: [1, 3, input.height, input.width] };
}

/** One picture and several classes: the picture once for each; else one class for each picture, or one for all. */
function match(
  pictures: Pictures,
  targets: readonly number[],
  classCount: number,
): { pictures: Pictures; targets: number[] } {
  const [n = 1, ...rest] = pictures.shape;
  const beyond = targets.find((t) => t >= classCount);
  if (beyond !== undefined)
    throw new EngineError(
      "no-such-class",
      `The model has no class ${beyond}: its ${classCount} classes are 0 to ${classCount - 1}.`,
    );
  if (targets.length <= 1) return { pictures, targets: Array.from({ length: n }, () => targets[0] ?? -1) };
  if (targets.length === n) return { pictures, targets: [...targets] };
  if (n !== 1)
    throw new EngineError(
      "usage",
      `There are ${n} pictures and ${targets.length} classes; give one class, or one for each picture.`,
    );
  const data = new Float32Array(pictures.data.length * targets.length);
  targets.forEach((_, i) => {
    data.set(pictures.data, i * pictures.data.length);
  });
  return { pictures: { data, shape: [targets.length, ...rest] }, targets: [...targets] };
}

/** map.png for one map, map-0.png, map-1.png … for several. */
const numbered = (path: string, i: number, count: number) =>
  count === 1 ? path : path.replace(/(\.[a-z]+)$/i, `-${i}$1`);

async function writeMaps(
  options: Options,
  method: CompiledMethod,
  { data, shape }: ExplainedMap,
  { compiled }: Explainer,
): Promise<string[]> {
  if (/\.npy$/i.test(options.out)) {
    await writeBytes(options.out, writeNpy(data, shape));
    return [options.out];
  }
  const { colourMap } = options;
  const [n, ...one] = shape;
  const size = data.length / n;
  const { width, height } = compiled.input;
  const paths = Array.from({ length: n }, (_, i) => numbered(options.out, i, n));
  for (const [i, path] of paths.entries()) {
    const map = reduce(
      data.subarray(i * size, (i + 1) * size),
      one as [number, number, number],
      method.parameters.reduction as Reduction,
    );
    const normalisation = resolveNormalisation("auto", method.signed);
    await writeBytes(path, await toPng(map, { colourMap, normalisation, signed: method.signed, width, height }));
  }
  return paths;
}

/** What was predicted and explained, a line a picture. */
function report({ logits, targets }: Explanation, map: ExplainedMap, { labels }: SideFacts): string[] {
  const classCount = logits.length / targets.length;
  const name = (index: number) => (labels?.[index] === undefined ? `class ${index}` : `${index} ${labels[index]}`);
  return targets.map((target, i) => {
    const scores = logits.subarray(i * classCount, (i + 1) * classCount);
    const first = scores.reduce((best, score, k) => (score > scores[best]! ? k : best), 0);
    const share = (index: number) => `${(100 * probabilityOf(scores, index)).toFixed(1)} %`;
    const explained =
      target === first ? "" : `, explained ${name(target)} (${share(target)}, logit ${scores[target]!.toFixed(3)})`;
    const flags = map.flags[i]!.length > 0 ? ` [${map.flags[i]!.join(", ")}]` : "";
    return `picture ${i}: ${name(first)} (${share(first)}, logit ${scores[first]!.toFixed(3)})${explained}${flags}`;
  });
}

async function run(options: Options): Promise<void> {
  await checkOut(options.out);
  const facts = await readSideFacts(options.model);
  await readBytes(options.model);
  const { provider } = options;
  // The CPU is what the golden nets of every release were run on.
  if (provider !== "cpu") console.log(`computes on ${provider} (${await checkApart(provider)})`);
  const layer = options.layer ?? facts.targetLayer;
  const batch = options.input === undefined ? undefined : await readBatch(options.input);
  const size = options.size ?? batch?.size ?? facts.size;
  const looksAtLayer = getMethod(options.method).grid === "layer" || "layer" in getMethod(options.method).parameters;
  if (options.layer !== undefined && !looksAtLayer)
    console.log(`${options.method} looks at no layer: --layer changes nothing`);
  const explainer = await explain(options.model, {
    provider,
    preprocessing: pixelFactsOf(facts, options),
    methods: [
      {
        slug: options.method,
        parameters: { ...options.parameters, ...(layer !== undefined && looksAtLayer && { layer }) },
      },
    ],
    ...(size && { size }),
  });
  try {
    const { pictures, targets } = match(
      batch ?? (await readPhoto(options, facts, explainer)),
      options.targets,
      explainer.compiled.classCount,
    );
    const explanation = await explainer.run(pictures, targets);
    const method = explainer.compiled.methods[0]!;
    const map = explanation.maps[method.output]!;
    const paths = await writeMaps(options, method, map, explainer);
    for (const line of report(explanation, map, facts)) console.log(line);
    for (const path of paths) console.log(`wrote ${path}`);
  } finally {
    await explainer.close();
  }
}

/** The command: exit code 0, 1 for what cannot be done, 2 for options that cannot be read. */
export async function main(args: readonly string[]): Promise<number> {
  if (args.length === 0 || args.includes("--help")) {
    console.log(usage);
    return args.length === 0 ? 2 : 0;
  }
  try {
    await run(readOptions(args));
    return 0;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    console.error(error.message);
    return error.code === "usage" ? 2 : 1;
  }
}
