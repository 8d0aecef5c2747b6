import { type Admission, EngineError } from "@heatlas/engine";
import type { Services } from "../context.ts";
import { RefusedError, refusing, StateError } from "../errors.ts";
import { modelIdentity } from "./identity.ts";
import { asOnlySender } from "./only-sender.ts";
import { findByBytes, keepUpload, type ReceivedModel } from "./upload.ts";
import {
  fileOf,
  getComplete,
  getWaiting,
  noteFile,
  stopWaiting,
  touchWaiting,
  type WaitingFile,
  type WaitingModel,
  waitingPlaces,
} from "./waiting.ts";

/** A data file on its way: of which waiting model, and where in the file the bytes begin. */
export interface DataArrival {
  readonly waitingId: string;
  readonly name: string;
  readonly from: number;
  /** Ends the sender's connection. */
  readonly hangUp: () => void;
}

/**
 * Takes a data file of a waiting model. Where its sender breaks off, what came stays, and the next may go on from there.
 * With the last file the model is checked as a whole, and is an upload like any other, or refused and gone; where the
 * check itself breaks off it stays, and going on from a file's end checks it again.
 * Throws NotFoundError, InputError, StateError, RefusedError.
 */
export async function receiveData(
  services: Services,
  source: AsyncIterable<Uint8Array>,
  arrival: DataArrival,
): Promise<ReceivedModel> {
  const { waitingId: id, name, hangUp } = arrival;
  const complete = await asOnlySender(`${id} ${name}`, hangUp, () => take(services, source, arrival));
  return complete ? await finishOnce(services, id) : { waiting: await getWaiting(services, id) };
}

/** True: no other file is missing. */
async function take(
  services: Services,
  source: AsyncIterable<Uint8Array>,
  { waitingId: id, name, from }: DataArrival,
): Promise<boolean> {
  const waiting = await touchWaiting(services, id);
  const file = fileOf(waiting, name);
  // The last answer may have been lost: whoever goes on from a file's end asks for it again.
  if (file.done && from > 0) return isComplete(waiting, file, from);
  const part = { path: waitingPlaces(services, id).part(name), from };
  const received = await services.blobs.receivePart(source, roomFor(services, waiting, name), part);
  try {
    if (received.bytes < file.bytes) throw tooShort(file, received.bytes);
    return await noteFile(services, id, name, received);
  } finally {
    await received.discard();
  }
}

function isComplete({ files }: WaitingModel, { name, received }: WaitingFile, from: number): boolean {
  if (from === received) return files.every(({ done }) => done);
  throw new StateError(`The file "${name}" is here already, with ${received} bytes.`, "other-length");
}

/** What the model's other data files leave of all that it may have. */
function roomFor({ maxDataBytes }: Services, { files }: WaitingModel, name: string): number {
  const others = files.filter((file) => file.name !== name);
  return Math.max(
    0,
    others.reduce((room, { received }) => room - received, maxDataBytes),
  );
}

const tooShort = ({ name, bytes }: WaitingFile, there: number) =>
  new RefusedError(
    "data-too-short",
    `The file "${name}" has ${there} bytes, but the model reads ${bytes} of it: it is cut short, or belongs to another model.`,
  );

const finishing = new Map<string, Promise<ReceivedModel>>();

/** Whoever asks for a model again while it is checked waits for the same answer: its files are about to move. */
async function finishOnce(services: Services, id: string): Promise<ReceivedModel> {
  const begun = finishing.get(id) ?? finish(services, id).finally(() => finishing.delete(id));
  finishing.set(id, begun);
  return await begun;
}

async function finish(services: Services, id: string): Promise<ReceivedModel> {
  const { fileName, sha256: file, bytes, dataFiles } = await getComplete(services, id);
  const sha256 = modelIdentity(file, dataFiles);
  const known = await findByBytes(services, sha256);
  if (!known) {
    const admission = await admitWhole(services, id);
    await services.blobs.keepModel(waitingPlaces(services, id).model, sha256);
    const total = dataFiles.reduce((sum, each) => sum + each.bytes, bytes);
    await keepUpload(services, { id, sha256, bytes: total, fileName, admission, dataFiles });
  }
  await stopWaiting(services, id);
  // Of two equal models at once, both are answered with the row that came first.
  return known ?? (await findByBytes(services, sha256))!;
}

/** What ends the process that checks, and says nothing of the model: asked again, it is checked again. */
const unfinished: ReadonlySet<string> = new Set(["pool-closed", "worker-crashed", "memory-limit"]);

/** Throws RefusedError; then the model is gone, unless its check came to no end. */
async function admitWhole(services: Services, id: string): Promise<Admission> {
  const { onnx, model } = waitingPlaces(services, id);
  const work = services.admit(onnx, { dataFolder: model }).catch(async (error) => {
    if (error instanceof EngineError && !unfinished.has(error.code)) await stopWaiting(services, id);
    throw error;
  });
  return await refusing(work);
}
