import { readFile } from "node:fs/promises";
import { inspectPicture } from "@heatlas/engine";
import type { Services } from "../context.ts";
import { refusing } from "../errors.ts";
import { joinSet } from "../image-set/service.ts";
import { checkTruth, setTruth } from "./service.ts";

export interface ImageFacts {
  fileName: string;
  imageSet: string | null;
  truth: { labelSetId: string; classIndex: number } | null;
}

interface ReceivedImage {
  image: { id: string; name: string; width: number; height: number };
  /** Whether the same bytes were here already; what was said of them is added all the same. */
  existed: boolean;
}

const maxBytes = 64 * 2 ** 20;

/**
 * Takes a picture, and what is said of it. Throws InputError, NotFoundError, RefusedError; then, or when the sender goes
 * away, nothing stays.
 */
export async function receiveImage(
  { db, project, blobs }: Services,
  source: AsyncIterable<Uint8Array>,
  { fileName, imageSet, truth }: ImageFacts,
): Promise<ReceivedImage> {
  // Before the bytes: what is wrong with the address need not wait for them.
  if (truth) await checkTruth({ db, project }, truth);
  const received = await blobs.receive(source, maxBytes);
  try {
    const facts = await refusing(inspectPicture(await readFile(received.path)));
    await received.keep("images");
    return await db.$transaction(async (tx) => {
      const { sha256, bytes } = received;
      const [made] = await tx.image.createManyAndReturn({
        data: { projectId: project.id, name: nameOf(fileName), fileName, sha256, bytes, ...facts },
        skipDuplicates: true,
        select: columns,
      });
      const where = { projectId_sha256: { projectId: project.id, sha256 } };
      const image = made ?? (await tx.image.findUniqueOrThrow({ where, select: columns }));
      if (truth) await setTruth({ db: tx, project }, image.id, truth);
      if (imageSet) await joinSet({ db: tx, project }, imageSet, [image.id]);
      return { image, existed: made === undefined };
    });
  } finally {
    await received.discard();
  }
}

const columns = { id: true, name: true, width: true, height: true } as const;

const nameOf = (fileName: string) => fileName.replace(/\.[^.]{1,5}$/, "") || fileName;
