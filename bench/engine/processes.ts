import { report } from "../measure.ts";
import { startChild } from "./child.ts";
import { type Cost, cost, least } from "./turns.ts";

const batch = 4;
const times = 4;

/** Pictures a second of two processes with one thread each ÷ those of one process with two threads. */
export async function measureProcesses(name: string, path: string): Promise<void> {
  const start = (threads: number) => startChild({ path, kind: "five maps", threads });
  const pair = await Promise.all([start(1), start(1)]);
  const one = await start(2);
  const together = (): Promise<Cost> => cost(() => Promise.all(pair.map((child) => child.run(batch, times))));
  const alone = (): Promise<Cost> => cost(() => one.run(batch, 2 * times));
  const [two, single] = await least(3, [together, alone]);
  report(`${name} two processes of one thread / one of two, pictures a second`, single!.wall / two!.wall, { least: 1 });
  for (const child of [...pair, one]) child.end();
}
