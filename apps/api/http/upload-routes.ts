import { Router } from "express";
import type { Services } from "../context.ts";
import { InputError } from "../errors.ts";
import { toGlobalId, uuidOf } from "../ids.ts";
import { receiveImage } from "../image/receive.ts";
import { receiveMask } from "../image/receive-mask.ts";
import { bodyOf } from "./body.ts";
import { fileNameOf, textOf, uuidIn, wholeOf } from "./parameters.ts";

/** Pictures come as the request's body, as they are; their facts come in the address. */
export function uploadRoutes(services: Services): Router {
  const { project } = services;
  const router = Router();

  router.post("/image", async (request, response) => {
    const labelSet = textOf(request, "labelSet");
    const classIndex = wholeOf(request, "class", 0, 999_999_999);
    if ((labelSet === null) !== (classIndex === null)) {
      throw new InputError("A true class needs both labelSet and class in the address.", "class");
    }
    const { image, existed } = await receiveImage(services, bodyOf(request), {
      fileName: fileNameOf(request),
      imageSet: textOf(request, "imageSet"),
      truth: labelSet === null ? null : { labelSetId: uuidOf("label-set", labelSet, project), classIndex: classIndex! },
    });
    const body = { ...image, id: toGlobalId("image", project.slug, image.id) };
    response.status(existed ? 200 : 201).json(existed ? { existing: body } : { image: body });
  });

  router.post("/image/:id/mask", async (request, response) => {
    const id = uuidIn(request, "image");
    const isNew = await receiveMask(services, id, bodyOf(request));
    const image = { id: toGlobalId("image", project.slug, id) };
    response.status(isNew ? 201 : 200).json(isNew ? { image } : { existing: image });
  });

  return router;
}
