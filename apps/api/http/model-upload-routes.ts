import { type Request, type Response, Router } from "express";
import type { Services } from "../context.ts";
import { InputError } from "../errors.ts";
import { toGlobalId } from "../ids.ts";
import { receiveModel } from "../model/receive.ts";
import { receiveData } from "../model/receive-data.ts";
import { findUpload, type PendingUpload, type ReceivedModel } from "../model/upload.ts";
import { getWaiting, stopWaiting, type WaitingModel } from "../model/waiting.ts";
import { bodyOf } from "./body.ts";
import { fileNameOf, textOf, uuidIn } from "./parameters.ts";

/**
 * A model's file comes as the request's body. Where its weights lie in data files, the answer (202) names them and an
 * address to which each is sent in the same way, in any order; the last one is answered as a model's file is.
 */
export function modelUploadRoutes(services: Services): Router {
  const { project } = services;
  const router = Router();

  router.post("/model", async (request, response) => {
    answer(response, await receiveModel(services, bodyOf(request), fileNameOf(request)));
  });

  router.post("/model/:id/data", async (request, response) => {
    const name = textOf(request, "name");
    if (name === null) throw new InputError("The data file's name is missing: add ?name=… to the address.", "name");
    const hangUp = () => void request.destroy();
    const arrival = { waitingId: uuidIn(request, "upload"), name, from: offsetOf(request), hangUp };
    answer(response, await receiveData(services, bodyOf(request), arrival));
  });

  /** What a model still waits for, or the upload that it became: whose connection broke goes on from there. */
  router.get("/model/:id/waiting", async (request, response) => {
    const id = uuidIn(request, "upload");
    const upload = await findUpload(services, id);
    response.set("Cache-Control", "no-store");
    response.json(upload ? { upload: named(upload) } : { waiting: describe(await getWaiting(services, id)) });
  });

  router.delete("/model/:id/waiting", async (request, response) => {
    const { id } = await getWaiting(services, uuidIn(request, "upload"));
    await stopWaiting(services, id);
    response.status(204).end();
  });

  function answer(response: Response, received: ReceivedModel): void {
    if ("waiting" in received) {
      response.status(202).json({ waiting: describe(received.waiting) });
    } else if ("existing" in received) {
      const { id, name } = received.existing;
      response.status(200).json({ existing: { id: toGlobalId("model", project.slug, id), name } });
    } else {
      response.status(201).json({ upload: named(received.upload) });
    }
  }

  const named = (upload: PendingUpload) => ({ ...upload, id: toGlobalId("upload", project.slug, upload.id) });

  const describe = ({ id, ...waiting }: WaitingModel) => ({
    url: `/p/${project.slug}/model/${id}`,
    ...waiting,
    missing: waiting.files.filter(({ done }) => !done).map(({ name }) => name),
  });

  return router;
}

/** Where in its file the body begins, in bytes. Throws InputError. */
function offsetOf(request: Request): number {
  const text = textOf(request, "from") ?? "0";
  const offset = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(offset)) return offset;
  throw new InputError(`The parameter from is "${text.slice(0, 40)}"; it is a number of bytes.`, "from");
}
