import { once } from "node:events";
import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { type DemoPicture, demoPictures, drawDemoPicture } from "../../../demo/picture/demo-pictures.ts";

/** A picture of the demo atlas, drawn. */
export interface DrawnPicture extends DemoPicture {
  /** PNG. */
  readonly picture: Uint8Array;
  /** PNG of one channel, 255 on the object. */
  readonly mask: Uint8Array;
}

const purpose = "draw the demo's pictures";

const mostThreads = 4;

/** The demo atlas' pictures in their order, drawn by threads of their own: each is some tenths of a second's work. */
export async function* drawPictures(): AsyncGenerator<DrawnPicture> {
  const count = Math.min(mostThreads, availableParallelism());
  const threads = Array.from(
    { length: count },
    () => new Worker(new URL(import.meta.url), { workerData: { purpose } }),
  );
  // Each thread draws every count-th picture, one after the other: a turn is the answer to its last one.
  const turns = threads.map(() => Promise.resolve());
  const draw = async (thread: Worker, place: number): Promise<DrawnPicture> => {
    thread.postMessage(place);
    const [picture] = (await once(thread, "message")) as [DrawnPicture];
    return picture;
  };
  const drawn = demoPictures.map((_, place) => {
    const picture = turns[place % count]!.then(() => draw(threads[place % count]!, place));
    turns[place % count] = picture.then(ignore);
    // Whoever waits for it is told; if nobody does any more, nobody needs to be.
    picture.catch(ignore);
    return picture;
  });
  try {
    for (const picture of drawn) yield await picture;
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

const ignore = () => {};

if (!isMainThread && workerData?.purpose === purpose) {
  parentPort!.on("message", async (place: number) => {
    const entry = demoPictures[place]!;
    parentPort!.postMessage({ ...entry, ...(await drawDemoPicture(entry)) });
  });
}
