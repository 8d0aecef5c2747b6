import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import {
  colourMaps,
  decode,
  resolveNormalisation,
  shownNormalisations,
  toNpy,
  toPng,
  viewPicture,
} from "@heatlas/engine";
import { type Request, type Response, Router } from "express";
import type { Services } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { readValues } from "../heatmap/store.ts";
import { toHex } from "../hex.ts";
import { choiceOf, textOf, uuidIn, wholeOf } from "./parameters.ts";

const smallest = 16;
const largest = 1024;
const usual = 224;

/** Pictures and heat maps. What an id and its parameters name never changes, so browsers may keep it for ever. */
export function byteRoutes(services: Services): Router {
  const { blobs } = services;
  const router = Router();

  router.get("/image/:id.jpg", async (request, response) => {
    const view = choiceOf(request, "view", ["centre", "whole"], "centre");
    const size = wholeOf(request, "size", smallest, largest) ?? usual;
    const { sha256 } = await getImage(services, uuidIn(request, "image"));
    const picture = await viewPicture(await blobs.read("images", sha256), view, size);
    answerBytes(response, "image/jpeg", picture);
  });

  router.get("/image/:id/original", async (request, response) => {
    const { sha256, mediaType, bytes } = await getImage(services, uuidIn(request, "image"));
    // Opened before anything is promised: a stream that fails to open would take the answer with it.
    const file = await open(blobs.path("images", sha256));
    setHeaders(response);
    response.set({ "Content-Type": mediaType, "Content-Length": String(bytes) });
    await pipeline(file.createReadStream(), response);
  });

  router.get("/image/:id/mask", async (request, response) => {
    const id = uuidIn(request, "image");
    const { maskSha256 } = await getImage(services, id);
    if (!maskSha256) throw new NotFoundError("mask of image", id);
    const mask = await blobs.read("images", maskSha256);
    // An image may get another mask: only an address that names one by its hash always is that one.
    const named = textOf(request, "sha256") === toHex(maskSha256);
    answerBytes(response, "image/png", mask, named ? forEver : "no-cache");
  });

  router.get("/heatmap/:id.png", async (request, response) => {
    const colourMap = choiceOf(request, "colormap", ["auto", ...colourMaps], "auto");
    const chosen = choiceOf(request, "normalisation", ["auto", ...shownNormalisations], "auto");
    const size = wholeOf(request, "size", smallest, largest) ?? usual;
    const { grid, signed } = await readMap(services, request);
    const png = await toPng(grid, {
      colourMap: colourMap === "auto" ? (signed ? "blue-white-red" : "inferno") : colourMap,
      normalisation: chosen === "absp99" ? chosen : resolveNormalisation(chosen, signed),
      signed,
      width: size,
      height: size,
    });
    answerBytes(response, "image/png", png);
  });

  router.get("/heatmap/:id.npy", async (request, response) => {
    const { grid } = await readMap(services, request);
    answerBytes(response, "application/octet-stream", toNpy(grid));
  });

  return router;
}

async function getImage({ db, project }: Services, id: string) {
  const image = await db.image.findFirst({
    where: { projectId: project.id, id },
    select: { sha256: true, mediaType: true, bytes: true, maskSha256: true },
  });
  if (!image) throw new NotFoundError("image", id);
  return image;
}

/** A finished map at its native grid, before normalisation. Throws NotFoundError while it is not finished. */
async function readMap({ db, project, blobs }: Services, request: Request) {
  const id = uuidIn(request, "heatmap");
  const map = await db.heatmap.findFirst({
    where: { projectId: project.id, id, status: "done" },
    select: {
      gridWidth: true,
      gridHeight: true,
      scale: true,
      signed: true,
      values: true,
      pack: true,
      packOffset: true,
      packLength: true,
    },
  });
  if (!map) throw new NotFoundError("heatmap", id);
  const { gridWidth, gridHeight, scale, signed } = map;
  const values = await readValues(blobs, map);
  const grid = decode({ gridWidth: gridWidth!, gridHeight: gridHeight!, scale: scale!, values });
  return { grid, signed: signed ?? false };
}

function answerBytes(response: Response, type: string, bytes: Uint8Array, keep = forEver) {
  setHeaders(response, keep);
  response.set("Content-Type", type).send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

const forEver = "public, max-age=31536000, immutable";

function setHeaders(response: Response, keep = forEver) {
  response.set({
    "Cache-Control": keep,
    // Bytes that a person uploaded: never to be taken for a page or a script, nor shown inside another site.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
  });
}
