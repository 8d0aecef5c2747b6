import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EngineError } from "../../errors.ts";
import { checkClustering } from "./clustering.ts";
import { checkCorrelation } from "./correlation.ts";
import { checkHog } from "./hog.ts";
import { checkIntervals } from "./intervals.ts";
import { type KindResult, type Ledger, openLedger } from "./ledger.ts";
import { checkPipeline } from "./pipeline.ts";
import { checkRTrees } from "./r-trees.ts";
import { checkSsim } from "./ssim.ts";

/** Files with the names and keys of test/golden/analysis (see its README.md), whatever their numbers. */
const checks: Record<string, (read: (name: string) => unknown, ledger: Ledger) => void> = {
  ssim: (read, ledger) => checkSsim(read("ssim") as Parameters<typeof checkSsim>[0], ledger),
  pipeline: (read, ledger) => checkPipeline(read("pipeline") as Parameters<typeof checkPipeline>[0], ledger),
  clustering: (read, ledger) => checkClustering(read("clustering") as Parameters<typeof checkClustering>[0], ledger),
  correlation: (read, ledger) =>
    checkCorrelation(read("correlation") as Parameters<typeof checkCorrelation>[0], ledger),
  hog: (read, ledger) => checkHog(read("hog") as Parameters<typeof checkHog>[0], ledger),
  intervals: (read, ledger) => checkIntervals(read("intervals") as Parameters<typeof checkIntervals>[0], ledger),
  r: (read, ledger) => {
    const { trees } = read("r") as { trees: Parameters<typeof checkRTrees>[0] };
    checkRTrees(trees, read("clustering") as Parameters<typeof checkRTrees>[1], ledger);
  },
};

/**
 * Compares everything in a folder like test/golden/analysis with what the engine computes: the worst error of each kind.
 * @throws EngineError `not-golden` where a file is missing or is not what its name says
 */
export function checkAnalysis(folder: string): KindResult[] {
  const read = (name: string): unknown => {
    try {
      return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
    } catch {
      throw new EngineError("not-golden", `"${folder}" has no readable ${name}.json.`, { name });
    }
  };
  const ledger = openLedger();
  for (const check of Object.values(checks)) check(read, ledger);
  return ledger.results();
}

export const isWithin = ({ error, tolerance }: KindResult) => error <= tolerance;
