import { type Admission, type DataFile, EngineError } from "@heatlas/engine";
import type { Services } from "../context.ts";
import { refusing } from "../errors.ts";
import { findByBytes, keepUpload, type ReceivedModel } from "./upload.ts";
import { startWaiting } from "./waiting.ts";

/**
 * Takes a model's file and checks it. A file that is a model already is answered with that model; one that waits for
 * its facts, with what waits; one whose weights lie in data files waits for them ({@link receiveData}).
 * Throws InputError, RefusedError; then, or when the sender goes away, nothing stays.
 */
export async function receiveModel(
  services: Services,
  source: AsyncIterable<Uint8Array>,
  fileName: string,
): Promise<ReceivedModel> {
  const { blobs, maxModelBytes } = services;
  const received = await blobs.receive(source, maxModelBytes);
  try {
    const { sha256, bytes } = received;
    const known = await findByBytes(services, sha256);
    if (known) return known;
    const admission = await admitAlone(services, received.path);
    if ("missing" in admission) {
      return { waiting: await startWaiting(services, received, fileName, admission.missing) };
    }
    await received.keep("models");
    await keepUpload(services, { sha256, bytes, fileName, admission, dataFiles: [] });
    // Of two equal uploads at once, both are answered with the row that came first.
    return (await findByBytes(services, sha256))!;
  } finally {
    await received.discard();
  }
}

/** What the file is, or the data files that it lacks to be told. Throws RefusedError. */
async function admitAlone({ admit }: Services, path: string): Promise<Admission | { missing: readonly DataFile[] }> {
  try {
    return await admit(path);
  } catch (error) {
    if (error instanceof EngineError && error.code === "data-missing") {
      return { missing: error.fields.files as readonly DataFile[] };
    }
    return await refusing(Promise.reject(error));
  }
}
