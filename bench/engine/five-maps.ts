import { InferenceSession, Tensor } from "onnxruntime-node";
import { explain } from "../../packages/engine/src/index.ts";
import { report } from "../measure.ts";
import { fiveMaps } from "./nets.ts";
import { cost, least, pictures } from "./turns.ts";

/** By CPU time with one thread, since the runtime's threads spin where they wait; by wall time with two. */
const ways = [
  { threads: 1, by: "cpu" },
  { threads: 2, by: "wall" },
] as const;

/** Longer than a session's threads spin behind a run: they would slow down the other session's first runs. */
const spinning = 50;

/** What runs in a row take. */
async function warmCost(run: () => Promise<unknown>, times: number) {
  for (const start = performance.now(); performance.now() - start < spinning; ) await run();
  return cost(async () => {
    for (let i = 0; i < times; i++) await run();
  });
}

/** Five maps against four of the model's own plain forward passes, which are their arithmetic. */
export async function measureFiveMaps(name: string, path: string, ratio: number): Promise<void> {
  for (const { threads, by } of ways) {
    const plain = await InferenceSession.create(path, { intraOpNumThreads: threads, logSeverityLevel: 3 });
    const explainer = await explain(path, { methods: fiveMaps, threads });
    const { height, width } = explainer.compiled.input;
    for (const n of [1, 8]) {
      const batch = pictures(n, height, width);
      const forward = () => plain.run({ [plain.inputNames[0]!]: new Tensor("float32", batch.data, batch.shape) });
      const [four, five] = await least(4, [() => warmCost(forward, 4), () => warmCost(() => explainer.run(batch), 1)]);
      const label = `${name} five maps / 4 forward, batch ${n}, ${by}, ${threads} thread${threads > 1 ? "s" : ""}`;
      report(label, five![by] / four![by], { most: ratio });
    }
    await explainer.close();
    await plain.release();
  }
}
