import { report } from "../measure.ts";
import { type ChildOptions, startChild } from "./child.ts";

const megabytes = (bytes: number) => Math.round(bytes / 1e6);

/** Resident bytes of a fresh process: with the net loaded, and at most, after two batches of 8. */
async function highWater(path: string, kind: ChildOptions["kind"]): Promise<{ loaded: number; peak: number }> {
  const child = await startChild({ path, kind, threads: 2 });
  const peak = await child.run(8, 2);
  child.end();
  return { loaded: child.loaded, peak };
}

/** The most memory that five maps at batch 8 take, against the plain forward pass. */
export async function measureMemory(name: string, path: string, ratio: number): Promise<void> {
  const forward = await highWater(path, "forward");
  const five = await highWater(path, "five maps");
  report(`${name} peak memory of five maps / forward, batch 8`, five.peak / forward.peak, { most: ratio });
  console.log(
    `${name} peak ${megabytes(five.peak)} and ${megabytes(forward.peak)} MB; loaded ${megabytes(five.loaded)} and ${megabytes(forward.loaded)} MB: its session adds ${megabytes(five.loaded - forward.loaded)} MB`,
  );
}
