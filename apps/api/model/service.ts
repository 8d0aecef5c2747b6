import { dirname } from "node:path";
import type { Admission } from "@heatlas/engine";
import type { Services, Store } from "../context.ts";
import { ExistsError, NotFoundError, refusing } from "../errors.ts";
import { type LabelSetChoice, takeLabelSet } from "../label-set/service.ts";
import { checkFacts, inputSize, type ModelFacts } from "./facts.ts";

/**
 * Makes a model of an upload and its facts, and answers its id. The upload is used up.
 * Throws NotFoundError, InputError, RefusedError, ExistsError; nothing is written then.
 */
export async function createModel(
  { db, project, blobs, admit }: Services,
  uploadId: string,
  { labelSet, ...facts }: ModelFacts & { labelSet: LabelSetChoice },
): Promise<string> {
  const upload = await db.upload.findFirst({ where: { projectId: project.id, id: uploadId, kind: "model" } });
  if (!upload) throw new NotFoundError("upload", uploadId);
  const checked = checkFacts(facts);
  const size = inputSize(facts, upload.admission as unknown as Admission);
  // Once more: the target layer may be another one, and its grid depends on the size, which the file may leave free.
  const path = blobs.path("models", upload.sha256);
  const named = facts.targetLayer?.trim() || undefined;
  const admission = await refusing(admit(path, { size, targetLayer: named, dataFolder: dirname(path) }));
  const { targetLayer } = admission;
  return await db.$transaction(async (tx) => {
    const labelSetId = await takeLabelSet({ db: tx, project }, labelSet, admission.classCount);
    const [model] = await tx.model.createManyAndReturn({
      data: {
        projectId: project.id,
        fileName: upload.fileName,
        sha256: upload.sha256,
        bytes: upload.bytes,
        dataFiles: upload.dataFiles ?? [],
        labelSetId,
        classCount: admission.classCount,
        ...checked,
        inputWidth: size.width,
        inputHeight: size.height,
        targetLayer: targetLayer?.tensor ?? null,
        targetGridWidth: targetLayer?.width ?? null,
        targetGridHeight: targetLayer?.height ?? null,
        opset: admission.opset,
        nodeCount: admission.nodeCount,
        parameterCount: admission.parameterCount,
      },
      skipDuplicates: true,
      select: { id: true },
    });
    if (!model) throw await existingModel({ db: tx, project }, upload.sha256);
    await tx.upload.deleteMany({ where: { projectId: project.id, id: uploadId } });
    return model.id;
  });
}

async function existingModel({ db, project }: Store, sha256: Uint8Array<ArrayBuffer>): Promise<ExistsError> {
  const { id, name } = await db.model.findUniqueOrThrow({
    where: { projectId_sha256: { projectId: project.id, sha256 } },
    select: { id: true, name: true },
  });
  return new ExistsError("model", id, name);
}
