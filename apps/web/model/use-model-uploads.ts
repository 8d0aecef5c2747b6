"use client";

import { useQuery } from "@apollo/client/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { uploadPath } from "../shell/routes.ts";
import type { DroppedFile } from "../upload/dropped-files.ts";
import {
  type AdmittedFacts,
  draftFacts,
  type FactsDraft,
  missingFacts,
  shareFacts,
  withFittingLabels,
  withOfferedLabels,
} from "../upload/model-facts.ts";
import { nextToSend, type Upload } from "../upload/queue.ts";
import { sendFile } from "../upload/send.ts";
import { keyOfModel, type SideFacts } from "../upload/side-file.ts";
import { LabelSetsQuery } from "./model-queries.ts";
import { takeModelFiles } from "./take-model-files.ts";
import { useCreateModel } from "./use-create-model.ts";

interface Admitted extends AdmittedFacts {
  uploadId: string;
}

/** A model's file on its way: sent, checked, then waiting for facts or added. */
export interface ModelUpload {
  key: string;
  file: File;
  upload: Upload<Admitted>;
  /** Null until the file is admitted. */
  draft: FactsDraft | null;
  /** What the API said against the facts. */
  refusal: string | null;
  added: { id: string; name: string } | null;
}

/** A file that is no model, and why it was not taken. */
export interface Refused {
  key: string;
  name: string;
  bytes: number;
  reason: string;
}

const atOnce = 2;

export function useModelUploads() {
  const { data } = useQuery(LabelSetsQuery);
  const labelSets = data?.labelSets ?? [];
  const createModel = useCreateModel();
  const [uploads, setUploads] = useState<ReadonlyMap<string, ModelUpload>>(new Map());
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const sides = useRef(new Map<string, SideFacts>());
  const offered = useRef<string[][]>([]);
  const started = useRef(new Set<string>());
  const stops = useRef(new Map<string, () => void>());
  const count = useRef(0);

  const change = useCallback((key: string, changes: Partial<ModelUpload>) => {
    setUploads((all) => {
      const upload = all.get(key);
      return upload ? new Map(all).set(key, { ...upload, ...changes }) : all;
    });
  }, []);

  const draftOf = useCallback((file: File, admitted: Admitted) => {
    const draft = draftFacts(file.name, admitted, sides.current.get(keyOfModel(file.name)) ?? {});
    return withOfferedLabels(draft, admitted.classCount, offered.current);
  }, []);

  const add = useCallback(
    async (key: string, uploadId: string, draft: FactsDraft) => change(key, await createModel(uploadId, draft)),
    [change, createModel],
  );

  // Starts what may start, whenever something ended.
  useEffect(() => {
    const states = new Map([...uploads].map(([key, { upload }]) => [key, upload]));
    for (const key of nextToSend(states, atOnce)) {
      if (started.current.has(key)) continue;
      started.current.add(key);
      const { file } = uploads.get(key)!;
      const stop = sendFile(uploadPath("model", { name: file.name }), file, readAdmitted, (upload) =>
        change(key, upload.state === "accepted" ? { upload, draft: draftOf(file, upload.answer) } : { upload }),
      );
      stops.current.set(key, stop);
    }
  }, [uploads, change, draftOf]);

  // A model whose side file tells everything needs no form.
  useEffect(() => {
    for (const [key, { file, upload, draft }] of uploads) {
      if (upload.state !== "accepted" || !draft || !sides.current.has(keyOfModel(file.name))) continue;
      const done = `${key} added`;
      const whole = withFittingLabels(draft, upload.answer.classCount, labelSets);
      if (started.current.has(done) || Object.keys(missingFacts(whole, upload.answer.classCount)).length > 0) continue;
      started.current.add(done);
      void add(key, upload.answer.uploadId, whole);
    }
  }, [uploads, labelSets, add]);

  const take = useCallback(
    async (files: readonly DroppedFile[]) => {
      const known = [...uploads.values()].map(({ file }) => keyOfModel(file.name));
      const taken = await takeModelFiles(files, known);
      for (const [model, facts] of taken.sides) sides.current.set(model, facts);
      offered.current.push(...taken.labels);
      const keyed = <Item>(items: readonly Item[]) => items.map((item) => ({ key: `${count.current++}`, item }));
      const sorry = keyed(taken.refused).map(({ key, item }) => ({ key, ...item }));
      const coming = keyed(taken.models).map(({ key, item }): [string, ModelUpload] => [key, startOf(key, item)]);
      setRefused((all) => [...all, ...sorry]);
      setUploads((all) => {
        const next = new Map([...all, ...coming]);
        // Side files and labels may also come after their models.
        for (const [key, waiting] of all) {
          const { upload, file, draft } = waiting;
          if (upload.state !== "accepted" || waiting.added || !draft) continue;
          const late = taken.sides.has(keyOfModel(file.name));
          const told = late ? draftOf(file, upload.answer) : draft;
          next.set(key, { ...waiting, draft: withOfferedLabels(told, upload.answer.classCount, taken.labels) });
        }
        return next;
      });
    },
    [uploads, draftOf],
  );

  const shareWithAll = useCallback((key: string) => setUploads((all) => shared(all, key)), []);

  const dismiss = useCallback((key: string) => {
    stops.current.get(key)?.();
    setRefused((all) => all.filter((each) => each.key !== key));
    setUploads((all) => new Map([...all].filter(([other]) => other !== key)));
  }, []);

  return { uploads: [...uploads.values()], refused, labelSets, take, change, add, shareWithAll, dismiss };
}

export type ModelUploads = ReturnType<typeof useModelUploads>;

const startOf = (key: string, file: File): ModelUpload => ({
  key,
  file,
  upload: { state: "queued" },
  draft: null,
  refusal: null,
  added: null,
});

/** One waiting model's scaling and labels, given to all others that wait. */
function shared(all: ReadonlyMap<string, ModelUpload>, key: string): ReadonlyMap<string, ModelUpload> {
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
    admission: {
      classCount: number;
      input: { width: number | null; height: number | null };
      targetLayer: { tensor: string } | null;
    };
  };
}

function readAdmitted(body: unknown): Admitted {
  const { id, admission } = (body as UploadAnswer).upload;
  return {
    uploadId: id,
    classCount: admission.classCount,
    inputWidth: admission.input.width,
    inputHeight: admission.input.height,
    targetLayer: admission.targetLayer?.tensor ?? null,
  };
}
