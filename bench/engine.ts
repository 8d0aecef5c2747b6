import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { compileExplainer, type Explainer, explain } from "../packages/engine/src/index.ts";
import { report } from "./measure.ts";

// Five maps (vanilla, deconvnet, guided, Grad-CAM, guided Grad-CAM) against four times the model's own plain forward pass,
// which is their arithmetic; in turns, by CPU time of the process, one thread. Also how long compiling takes and how large
// the compiled graph of six methods is. The nets are torchvision's, with random weights: exported where python3-torch is,
// or read from HEATLAS_BENCH_MODELS (a folder of NAME/model.onnx, made by test/oracle/export_torchvision.py).

const fiveMaps = ["vanilla", "deconvnet", "guided", "grad-cam", "guided-grad-cam"];

interface Goals {
  /** Five maps ÷ 4 forward passes. */
  readonly ratio: number;
  /** Milliseconds to compile six methods. */
  readonly compile: number;
  readonly bytes: number;
}

const usual: Goals = { ratio: 1.2, compile: 150, bytes: 1e6 };
const nets: Readonly<Record<string, Goals>> = {
  alexnet: { ...usual, ratio: 1 },
  densenet121: usual,
  inception_v3: usual,
  resnet50: { ...usual, bytes: 250_000 },
  squeezenet1_1: { ...usual, ratio: 1.35 },
  vgg16: usual,
};

const rounds = 5;
const batches = [1, 8];

async function cpuTime(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The least of several rounds: what else the machine does only ever adds. */
async function least(cases: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const best = cases.map(() => Number.POSITIVE_INFINITY);
  for (const work of cases) await work();
  for (let round = 0; round < rounds; round++) {
    for (const [i, work] of cases.entries()) best[i] = Math.min(best[i]!, await cpuTime(work));
  }
  return best;
}

async function measureRuns(name: string, path: string, { ratio }: Goals): Promise<void> {
  const plain = await InferenceSession.create(path, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const explainer: Explainer = await explain(path, { methods: fiveMaps, threads: 1 });
  const { height, width } = explainer.compiled.input;
  for (const n of batches) {
    const data = Float32Array.from({ length: n * 3 * height * width }, (_, i) => Math.sin(i * 0.37));
    const shape = [n, 3, height, width];
    const forward = () => plain.run({ [plain.inputNames[0]!]: new Tensor("float32", data, shape) });
    const [one, five] = (await least([forward, () => explainer.run({ data, shape })])) as [number, number];
    report(`${name} five maps / 4 forward, batch ${n}`, five / (4 * one), { most: ratio });
  }
  await explainer.close();
  await plain.release();
}

async function measureCompiling(name: string, path: string, { compile, bytes }: Goals): Promise<void> {
  const file = readFileSync(path);
  const requests = [...fiveMaps, "lrp-epsilon"].map((slug) => ({ slug }));
  const [time] = await least([async () => compileExplainer(file, requests)]);
  report(`${name} compile six methods, ms`, time!, { most: compile });
  report(`${name} compiled bytes`, compileExplainer(file, requests).onnx.length, { most: bytes });
}

function exported(folder: string, name: string): string | undefined {
  const path = join(folder, name, "model.onnx");
  if (existsSync(path)) return path;
  const script = new URL("../test/oracle/export_torchvision.py", import.meta.url).pathname;
  for (const python of ["python3", "/usr/bin/python3"]) {
    if (spawnSync(python, ["-W", "ignore", script, folder, name, "--only-model"]).status === 0) return path;
  }
  return undefined;
}

const given = process.env.HEATLAS_BENCH_MODELS;
const folder = given ?? mkdtempSync(join(tmpdir(), "heatlas-bench-"));
for (const [name, goals] of Object.entries(nets)) {
  const path = exported(folder, name);
  if (path === undefined) {
    console.log(
      `${name} skipped: it needs python3-torch, python3-torchvision and python3-onnx, or HEATLAS_BENCH_MODELS`,
    );
    continue;
  }
  await measureCompiling(name, path, goals);
  await measureRuns(name, path, goals);
}
if (given === undefined) rmSync(folder, { recursive: true });
