import { readFileSync } from "node:fs";

export { type GoldenPicture, goldenGrid } from "../../packages/engine/src/golden/analysis/picture.ts";

/** A file of test/golden/analysis. */
export function readGolden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../golden/analysis/${name}.json`, import.meta.url), "utf8")) as T;
}
