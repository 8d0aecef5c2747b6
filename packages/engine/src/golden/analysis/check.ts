import { readFileSync } from "node:fs";
import { join } from "node:path";
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

export interface AnalysisReport {
  /** The worst error of each kind, of all files that could be compared. */
  readonly results: readonly KindResult[];
  /** A sentence a file that is missing, holds nothing, or is not what its name says. */
  readonly faults: readonly string[];
}

/** Compares everything in a folder like test/golden/analysis with what the engine computes. */
export function checkAnalysis(folder: string): AnalysisReport {
  const texts = new Map(Object.keys(checks).map((name) => [name, textOf(join(folder, `${name}.json`))]));
  const missing = [...texts].filter(([, text]) => text === null).map(([name]) => `${name}.json`);
  const faults = missing.length > 0 ? [`"${folder}" has no readable ${missing.join(", ")}.`] : [];
  const ledger = openLedger();
  for (const [name, check] of Object.entries(checks)) {
    if (texts.get(name) === null) continue;
    const fault = faultOf(check, texts, ledger);
    if (fault !== null) faults.push(`${name}.json ${fault}.`);
  }
  return { results: ledger.results(), faults };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** Compares a file; what is wrong with it besides its numbers, after the file's name. */
function faultOf(
  check: (typeof checks)[string],
  texts: ReadonlyMap<string, string | null>,
  ledger: Ledger,
): string | null {
  const counted = () => ledger.results().reduce((sum, { count }) => sum + count, 0);
  const before = counted();
  try {
    check((other) => JSON.parse(texts.get(other) ?? "null"), ledger);
  } catch (error) {
    // Whoever made the file is told what the comparison tripped over: there is no schema that would know better.
    if (error instanceof Error) return `is not what its name says: ${error.message.replace(/\.$/, "")}`;
    throw error;
  }
  return counted() > before ? null : "holds nothing to compare";
}

export const isWithin = ({ error, tolerance }: KindResult) => error <= tolerance;
