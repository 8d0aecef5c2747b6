import { EngineError } from "../errors.ts";
import { checkGolden, type GoldenResult, isWithin } from "../golden/check.ts";
import { goldenNames, readGolden } from "../golden/net.ts";

/**
 * `npm run golden -- FOLDER`: checks every net of a folder laid out like test/golden/engine, a line a file with the worst
 * error of each map; exit code 1 where one is beyond its tolerance.
 */
export async function main([root, ...more]: readonly string[]): Promise<number> {
  if (root === undefined || more.length > 0) {
    console.error("Usage: npm run golden -- FOLDER");
    return 2;
  }
  try {
    let beyond = 0;
    for (const name of goldenNames(root)) beyond += await checkNet(root, name);
    console.log(
      beyond === 0
        ? "All maps are within their tolerance."
        : `${beyond} maps are beyond their tolerance, or could not be compared.`,
    );
    return beyond === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** Prints a line a file of the net, and gives how many maps are beyond their tolerance; a file that fails counts as one. */
async function checkNet(root: string, name: string): Promise<number> {
  let beyond = 0;
  // One net that fails is no reason not to look at the others.
  const attempt = async <T>(title: string, work: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      beyond += 1;
      console.log(`${title}  FAILED: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  const net = await attempt(name, () => readGolden(root, name));
  for (const file of net?.files ?? []) {
    const results = await attempt(`${name}/${file}`, () => checkGolden(net!, file));
    if (!results) continue;
    beyond += results.filter((result) => !isWithin(result)).length;
    console.log(`${name}/${file}  ${results.map(describe).join("  ")}`);
  }
  return beyond;
}

function describe(result: GoldenResult): string {
  const { map, error, fault } = result;
  if (fault !== undefined) return `${map} NOT COMPARED (${fault})`;
  return `${map} ${error.toExponential(1)}${isWithin(result) ? "" : " BEYOND"}`;
}
