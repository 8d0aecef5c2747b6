import { EngineError } from "../errors.ts";
import { checkGolden, isWithin } from "../golden/check.ts";
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
    console.log(beyond === 0 ? "All maps are within their tolerance." : `${beyond} maps are beyond their tolerance.`);
    return beyond === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** Prints a line a file of the net, and gives how many maps are beyond their tolerance. */
async function checkNet(root: string, name: string): Promise<number> {
  let beyond = 0;
  const net = readGolden(root, name);
  for (const file of net.files) {
    let line: string;
    try {
      const results = await checkGolden(net, file);
      beyond += results.filter((result) => !isWithin(result)).length;
      line = results
        .map((result) => `${result.map} ${result.error.toExponential(1)}${isWithin(result) ? "" : " BEYOND"}`)
        .join("  ");
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      beyond += 1;
      line = error.message;
    }
    console.log(`${name}/${file}  ${line}`);
  }
  return beyond;
}
