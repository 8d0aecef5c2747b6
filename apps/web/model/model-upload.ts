import type { DroppedFile } from "../upload/dropped-file.ts";
import { dataBytes, type WaitingData } from "../upload/model-data.ts";
import { type AdmittedFacts, type FactsDraft, shareFacts } from "../upload/model-facts.ts";
import type { Upload } from "../upload/queue.ts";

export interface Admitted extends AdmittedFacts {
  uploadId: string;
  /** Of all its files. */
  bytes: number;
}

/** A model's file on its way: sent, checked, then waiting for facts or added. */
export interface ModelUpload {
  key: string;
  /** Where the file lay in what was dropped. */
  path: string;
  file: File;
  upload: Upload<Admitted>;
  /** The files that hold its weights, where they lie outside; as last heard. */
  data: WaitingData | null;
  /** Null until the file is admitted. */
  draft: FactsDraft | null;
  /** What the API said against the facts. */
  refusal: string | null;
  added: { id: string; name: string } | null;
}

export const startOf = (key: string, { path, file }: DroppedFile): ModelUpload => ({
  key,
  path,
  file,
  upload: { state: "queued" },
  data: null,
  draft: null,
  refusal: null,
  added: null,
});

/** One waiting model's scaling and labels, given to all others that wait. */
export function shared(all: ReadonlyMap<string, ModelUpload>, key: string): ReadonlyMap<string, ModelUpload> {
  const from = all.get(key);
  if (!from?.draft || from.upload.state !== "accepted") return all;
  const source = { draft: from.draft, classCount: from.upload.answer.classCount };
  const next = new Map(all);
  for (const [other, { draft, upload, added, ...rest }] of all) {
    if (other === key || !draft || upload.state !== "accepted" || added) continue;
    const target = { draft, classCount: upload.answer.classCount };
    next.set(other, { ...rest, upload, added, draft: shareFacts(source, target) });
  }
  return next;
}

interface UploadAnswer {
  upload: {
    id: string;
    bytes: number;
    admission: {
      classCount: number;
      input: { width: number | null; height: number | null };
      targetLayer: { tensor: string } | null;
    };
  };
}

export function readAdmitted(body: unknown): Admitted {
  const { id, bytes, admission } = (body as UploadAnswer).upload;
  return {
    uploadId: id,
    bytes,
    classCount: admission.classCount,
    inputWidth: admission.input.width,
    inputHeight: admission.input.height,
    targetLayer: admission.targetLayer?.tensor ?? null,
  };
}

/** How much it is, as far as that is known. */
export function bytesOf({ file, upload, data }: ModelUpload): number {
  if (upload.state === "accepted") return upload.answer.bytes;
  return file.size + (data ? dataBytes(data) : 0);
}
