import { once } from "node:events";
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

/** The demo atlas' pictures, drawn one after the other by a thread of its own: each is some tenths of a second's work. */
export async function* drawPictures(): AsyncGenerator<DrawnPicture> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { purpose } });
  try {
    for (let drawn = 0; drawn < demoPictures.length; drawn++) {
      worker.postMessage(drawn);
      const [picture] = (await once(worker, "message")) as [DrawnPicture];
      yield picture;
    }
  } finally {
    await worker.terminate();
  }
}

if (!isMainThread && workerData?.purpose === purpose) {
  parentPort!.on("message", async (place: number) => {
    const entry = demoPictures[place]!;
    parentPort!.postMessage({ ...entry, ...(await drawDemoPicture(entry)) });
  });
}
