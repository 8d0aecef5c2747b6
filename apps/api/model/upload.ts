import type { Admission } from "@heatlas/engine";
import type { Services } from "../context.ts";
import type { Prisma, Upload } from "../generated/prisma/client.ts";
import { toHex } from "../hex.ts";
import type { KeptDataFile } from "./identity.ts";
import type { WaitingModel } from "./waiting.ts";

/** A model's bytes that were checked, before the facts that make them a model are known. */
export interface PendingUpload {
  id: string;
  sha256: string;
  bytes: number;
  fileName: string;
  admission: Admission;
}

/** What became of a file that came. */
export type ReceivedModel =
  | { upload: PendingUpload }
  | { existing: { id: string; name: string } }
  /** Its weights lie in files that have not come. */
  | { waiting: WaitingModel };

interface NewUpload {
  id?: string;
  sha256: Uint8Array<ArrayBuffer>;
  bytes: number;
  fileName: string;
  admission: Admission;
  dataFiles: readonly KeptDataFile[];
}

/** Names what is in the blob store now; where it is named already, nothing changes. */
export async function keepUpload(
  { db, project }: Services,
  { admission, dataFiles, ...upload }: NewUpload,
): Promise<void> {
  await db.upload.createMany({
    data: {
      ...upload,
      projectId: project.id,
      kind: "model",
      admission: toJson(admission),
      dataFiles: dataFiles.map((file) => ({ ...file })),
    },
    skipDuplicates: true,
  });
}

/** An Admission is plain data; only its type is narrower than the column's. */
const toJson = (admission: Admission) => admission as unknown as Prisma.InputJsonObject;

/** What these bytes are already: a model, or an upload that waits for its facts. */
export async function findByBytes(
  { db, project }: Services,
  sha256: Uint8Array<ArrayBuffer>,
): Promise<ReceivedModel | null> {
  const model = await db.model.findUnique({
    where: { projectId_sha256: { projectId: project.id, sha256 } },
    select: { id: true, name: true },
  });
  if (model) return { existing: model };
  const upload = await db.upload.findUnique({
    where: { projectId_kind_sha256: { projectId: project.id, kind: "model", sha256 } },
  });
  return upload && { upload: pending(upload) };
}

/** A waiting model that has had its last file is an upload under the same id. */
export async function findUpload({ db, project }: Services, id: string): Promise<PendingUpload | null> {
  const upload = await db.upload.findFirst({ where: { projectId: project.id, id, kind: "model" } });
  return upload && pending(upload);
}

const pending = ({ id, sha256, bytes, fileName, admission }: Upload): PendingUpload => ({
  id,
  sha256: toHex(sha256),
  bytes: Number(bytes),
  fileName,
  admission: admission as unknown as Admission,
});
