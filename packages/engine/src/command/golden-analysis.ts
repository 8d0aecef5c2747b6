import { EngineError } from "../errors.ts";
import { checkAnalysis, isWithin } from "../golden/analysis/check.ts";

/**
 * `npm run golden:analysis -- FOLDER`: checks a folder with files like test/golden/analysis, a line a kind of number with
 * its worst error; exit code 1 where one is beyond its tolerance.
 */
export function main([folder, ...more]: readonly string[]): number {
  if (folder === undefined || more.length > 0) {
    console.error("Usage: npm run golden:analysis -- FOLDER");
    return 2;
  }
  try {
    const results = checkAnalysis(folder);
    for (const result of results) {
      const { kind, error, tolerance, count, where } = result;
      const verdict = isWithin(result) ? "" : `  BEYOND, at ${where}`;
      console.log(`${kind}: ${error.toExponential(1)} of ${tolerance.toExponential(0)} (${count} numbers)${verdict}`);
    }
    const beyond = results.filter((result) => !isWithin(result)).length;
    console.log(beyond === 0 ? "All kinds are within their tolerance." : `${beyond} kinds are beyond their tolerance.`);
    return beyond === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    console.error(error.message);
    return 1;
  }
}
