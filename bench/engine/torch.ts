import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { explain } from "../../packages/engine/src/index.ts";
import { report } from "../measure.ts";
import { fiveMaps, pythons } from "./nets.ts";
import { type Cost, cost, least, pictures } from "./turns.ts";

const script = new URL("./hooks.py", import.meta.url).pathname;
const threads = 2;
/** Threads that wait sleep: on a busy machine, spinning would count against PyTorch. */
const env = { ...process.env, OMP_WAIT_POLICY: "PASSIVE", KMP_BLOCKTIME: "0" };

const findPython = () =>
  pythons.find((python) => spawnSync(python, ["-W", "ignore", "-c", "import torch, torchvision"]).status === 0);

/** Lines that a process prints, one at a time. */
function linesOf(child: ChildProcessWithoutNullStreams): () => Promise<string> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("PyTorch ended before it had made the maps");
    return value as string;
  };
}

/** How many times as long PyTorch takes for the same five maps of the same net, in turns with ours. */
export async function measureTorch(name: string, path: string): Promise<void> {
  const python = findPython();
  if (python === undefined) {
    console.log(`${name} torch / ours skipped: it needs python3-torch and python3-torchvision`);
    return;
  }
  const child = spawn(python, ["-W", "ignore", script, name, String(threads)], { env });
  child.stderr.pipe(process.stderr);
  const line = linesOf(child);
  await line();
  const explainer = await explain(path, { methods: fiveMaps, threads });
  const { height, width } = explainer.compiled.input;
  for (const [n, goal] of [
    [1, 3.5],
    [8, 3],
  ] as const) {
    const batch = pictures(n, height, width);
    const torch = async () => {
      child.stdin.write(`${n}\n`);
      return JSON.parse(await line()) as Cost;
    };
    const [ours, theirs] = await least(3, [() => cost(() => explainer.run(batch)), torch]);
    report(`${name} torch / ours, batch ${n}, wall, ${threads} threads`, theirs!.wall / ours!.wall, { least: goal });
    console.log(`${name} torch / ours, batch ${n}, CPU time ${Number((theirs!.cpu / ours!.cpu).toPrecision(3))}`);
  }
  child.stdin.end();
  await explainer.close();
}
