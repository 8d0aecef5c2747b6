import { checkAnalysis, isWithin } from "../golden/analysis/check.ts";

/**
 * `npm run golden:analysis -- FOLDER`: checks a folder with files like test/golden/analysis, a line a kind of number with
 * its worst error; exit code 1 where one is beyond its tolerance, or a file is missing or not what its name says.
 */
export function main([folder, ...more]: readonly string[]): number {
  if (folder === undefined || more.length > 0) {
    console.error("Usage: npm run golden:analysis -- FOLDER");
    return 2;
  }
  const { results, faults } = checkAnalysis(folder);
  for (const result of results) {
    const { kind, error, tolerance, count, where } = result;
    const verdict = isWithin(result) ? "" : `  BEYOND, at ${where}`;
    console.log(`${kind}: ${error.toExponential(1)} of ${tolerance.toExponential(0)} (${count} numbers)${verdict}`);
  }
  for (const fault of faults) console.error(fault);
  const beyond = results.filter((result) => !isWithin(result)).length;
  if (beyond > 0) console.log(`${beyond} kinds are beyond their tolerance.`);
  else if (results.length > 0) console.log("All kinds are within their tolerance.");
  return beyond === 0 && faults.length === 0 ? 0 : 1;
}
