import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { type Label, labels } from "./object/index.ts";
import { createPicture, pictureSize } from "./picture.ts";

/** Seeds of a set start here; no two sets share a scene. */
export const firstSeed = { train: 0, validation: 100_000, test: 200_000, demo: 300_000 } as const;

export type SetName = keyof typeof firstSeed;

export interface Dataset {
  /** [count, 96, 96, 3] */
  readonly pixels: Uint8Array;
  /** [count], places in `labels`; classes take turns. */
  readonly classes: Uint8Array;
}

/** Bytes of one picture. */
export const stride = pictureSize * pictureSize * 3;

/** Label and seed of the i-th picture of a set. */
export const member = (set: SetName, i: number): { readonly label: Label; readonly seed: number } => ({
  label: labels[i % labels.length]!,
  seed: firstSeed[set] + Math.floor(i / labels.length),
});

/** What one thread draws: every `step`-th picture from the first on. */
interface Share {
  readonly set: SetName;
  readonly memory: SharedArrayBuffer;
  readonly first: number;
  readonly step: number;
}

function draw({ set, memory, first, step }: Share): void {
  const pixels = new Uint8Array(memory);
  for (let i = first; i < pixels.length / stride; i += step) {
    const { label, seed } = member(set, i);
    pixels.set(createPicture(label, seed).pixels, i * stride);
  }
}

/** Draws a set with `perClass` pictures of each class, one worker thread a core. */
export async function createDataset(
  set: SetName,
  perClass: number,
  threads = availableParallelism(),
): Promise<Dataset> {
  const count = perClass * labels.length;
  const memory = new SharedArrayBuffer(count * stride);
  const run = (first: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const share: Share = { set, memory, first, step: threads };
      const worker = new Worker(new URL(import.meta.url), { workerData: { datasetShare: share } });
      worker.once("message", () => resolve());
      worker.once("error", reject);
    });
  await Promise.all(Array.from({ length: threads }, (_, first) => run(first)));
  return { pixels: new Uint8Array(memory), classes: Uint8Array.from({ length: count }, (_, i) => i % labels.length) };
}

if (!isMainThread && workerData?.datasetShare) {
  draw(workerData.datasetShare as Share);
  parentPort!.postMessage("drawn");
}
