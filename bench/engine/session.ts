import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { compileExplainer, openExplainer } from "../../packages/engine/src/index.ts";
import { report } from "../measure.ts";
import { fiveMaps } from "./nets.ts";
import { cost, least } from "./turns.ts";

/** How long five maps take to load. */
export async function measureSession(name: string, path: string, most: number): Promise<void> {
  const requests = fiveMaps.map((slug) => ({ slug }));
  const compiled = compileExplainer(readFileSync(path), requests);
  const load = async () => (await openExplainer(dirname(path), compiled, { threads: 2 })).close();
  const [time] = await least(3, [() => cost(load)]);
  report(`${name} session, wall ms`, time!.wall, { most });
  console.log(`${name} session, CPU ms ${Math.round(time!.cpu)}`);
}
