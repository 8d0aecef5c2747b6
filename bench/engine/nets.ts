import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** What is asked of a net; undefined is not measured. */
export interface Goals {
  /** Five maps ÷ 4 forward passes, at most. */
  readonly ratio?: number;
  /** Milliseconds to compile six methods. */
  readonly compile: number;
  /** Of the compiled graph of six methods. */
  readonly bytes: number;
  /** Peak memory of five maps at batch 8 ÷ that of the forward pass. */
  readonly memory?: number;
  /** Milliseconds to load five maps. */
  readonly session?: number;
  /** Whether two processes of one thread are held against one session of two. */
  readonly processes?: true;
}

const usual = { ratio: 1.2, compile: 150, bytes: 1e6 };

export const nets: Readonly<Record<string, Goals>> = {
  alexnet: { ...usual, ratio: 1 },
  densenet121: usual,
  inception_v3: usual,
  resnet50: { ...usual, bytes: 250_000, processes: true },
  squeezenet1_1: { ...usual, ratio: 1.35, processes: true },
  vgg16: usual,
  vgg19: { compile: 150, bytes: 1e6, memory: 2.3, session: 2500 },
};

/** The five maps of the yardstick, whose arithmetic is four forward passes. */
export const fiveMaps = ["vanilla", "deconvnet", "guided", "grad-cam", "guided-grad-cam"];

/** The net's file in the folder, exported where it is not there and Python has torch; undefined where it has not. */
export function exported(folder: string, name: string): string | undefined {
  const path = join(folder, name, "model.onnx");
  if (existsSync(path)) return path;
  const script = new URL("../../test/oracle/export_torchvision.py", import.meta.url).pathname;
  for (const python of pythons) {
    if (spawnSync(python, ["-W", "ignore", script, folder, name, "--only-model"]).status === 0) return path;
  }
  return undefined;
}

/** Where Python may be that has torch. */
export const pythons = [process.env.HEATLAS_PYTHON ?? "python3", "/usr/bin/python3"];
