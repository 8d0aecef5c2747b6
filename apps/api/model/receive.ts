import type { Admission } from "@heatlas/engine";
import type { Services } from "../context.ts";
import { refusing } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { toHex } from "../hex.ts";

interface PendingUpload {
  id: string;
  sha256: string;
  bytes: number;
  fileName: string;
  admission: Admission;
}

export type ReceivedModel = { upload: PendingUpload } | { existing: { id: string; name: string } };

/**
 * Takes a model's file and checks it. A file that is a model already is answered with that model; one that waits for
 * its facts, with what waits. Throws InputError, RefusedError; then, or when the sender goes away, nothing stays.
 */
export async function receiveModel(
  services: Services,
  source: AsyncIterable<Uint8Array>,
  fileName: string,
): Promise<ReceivedModel> {
  const { blobs, maxModelBytes } = services;
  const received = await blobs.receive(source, maxModelBytes);
  try {
    const known = await findByBytes(services, received.sha256);
    if (known) return known;
    const admission = await refusing(services.admit(received.path));
    await received.keep("models");
    const { sha256, bytes } = received;
    await services.db.upload.createMany({
      data: { projectId: services.project.id, kind: "model", sha256, bytes, fileName, admission: toJson(admission) },
      skipDuplicates: true,
    });
    // Of two equal uploads at once, both are answered with the row that came first.
    return (await findByBytes(services, sha256))!;
  } finally {
    await received.discard();
  }
}

/** An Admission is plain data; only its type is narrower than the column's. */
const toJson = (admission: Admission) => admission as unknown as Prisma.InputJsonObject;

async function findByBytes({ db, project }: Services, sha256: Uint8Array<ArrayBuffer>): Promise<ReceivedModel | null> {
  const model = await db.model.findUnique({
    where: { projectId_sha256: { projectId: project.id, sha256 } },
    select: { id: true, name: true },
  });
  if (model) return { existing: model };
  const upload = await db.upload.findUnique({
    where: { projectId_kind_sha256: { projectId: project.id, kind: "model", sha256 } },
  });
  if (!upload) return null;
  const { id, bytes, fileName, admission } = upload;
  return {
    upload: { id, sha256: toHex(sha256), bytes: Number(bytes), fileName, admission: admission as unknown as Admission },
  };
}
