import { readFileSync } from "node:fs";
import { compileExplainer } from "../../packages/engine/src/index.ts";
import { report } from "../measure.ts";
import { fiveMaps, type Goals } from "./nets.ts";
import { cost, least } from "./turns.ts";

/** How long six methods take to compile, and how large their graph is. */
export async function measureCompiling(name: string, path: string, { compile, bytes }: Goals): Promise<void> {
  const file = readFileSync(path);
  const requests = [...fiveMaps, "lrp-epsilon"].map((slug) => ({ slug }));
  const [time] = await least(5, [() => cost(async () => compileExplainer(file, requests))]);
  report(`${name} compile six methods, CPU ms`, time!.cpu, { most: compile });
  report(`${name} compiled bytes`, compileExplainer(file, requests).onnx.length, { most: bytes });
}
