"use client";

import { useQuery } from "@apollo/client/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { uploadPath } from "../shell/routes.ts";
import type { DroppedFile } from "../upload/dropped-file.ts";
import {
  draftFacts,
  type FactsDraft,
  missingFacts,
  withFittingLabels,
  withOfferedLabels,
} from "../upload/model-facts.ts";
import { nextToSend, type Upload } from "../upload/queue.ts";
import { sendFile } from "../upload/send.ts";
import { keyOfModel, type SideFacts } from "../upload/side-file.ts";
import { LabelSetsQuery } from "./model-queries.ts";
import { type Admitted, type ModelUpload, readAdmitted, shared, startOf } from "./model-upload.ts";
import { notTaken, type Refused, takeModelFiles } from "./take-model-files.ts";
import { useCreateModel } from "./use-create-model.ts";
import { useModelData } from "./use-model-data.ts";

const atOnce = 2;

export function useModelUploads() {
  const { data: known } = useQuery(LabelSetsQuery);
  const labelSets = known?.labelSets ?? [];
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

  const receive = useCallback(
    (key: string, upload: Upload<Admitted>) =>
      setUploads((all) => {
        const one = all.get(key);
        if (!one) return all;
        const data = upload.state === "waiting" ? upload.data : one.data;
        const draft = upload.state === "accepted" ? draftOf(one.file, upload.answer) : one.draft;
        return new Map(all).set(key, { ...one, upload, data, draft });
      }),
    [draftOf],
  );
  const modelData = useModelData(uploads, readAdmitted, receive);

  // Starts what may start, whenever something ended.
  useEffect(() => {
    const states = new Map([...uploads].map(([key, { upload }]) => [key, upload]));
    for (const key of nextToSend(states, atOnce)) {
      if (started.current.has(key)) continue;
      started.current.add(key);
      const { file } = uploads.get(key)!;
      const address = uploadPath("model", { name: file.name });
      stops.current.set(
        key,
        sendFile(address, file, readAdmitted, (upload) => receive(key, upload)),
      );
    }
  }, [uploads, receive]);

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
      modelData.offer(taken.others);
      const keyed = <Item>(items: readonly Item[]) => items.map((item) => ({ key: `${count.current++}`, item }));
      const sorry = keyed(taken.refused).map(({ key, item }) => ({ key, ...item }));
      const coming = keyed(taken.models).map(({ key, item }): [string, ModelUpload] => [key, startOf(key, item)]);
      setRefused((all) => [...all, ...sorry]);
      setUploads((all) => {
        const next = new Map([...all, ...coming]);
        // Side files, labels and data may also come after their models.
        for (const [key, waiting] of all) {
          const { upload, file, draft } = waiting;
          if (upload.state === "waiting" && taken.others.length > 0) {
            next.set(key, { ...waiting, upload: { ...upload, problem: null } });
          }
          if (upload.state !== "accepted" || waiting.added || !draft) continue;
          const late = taken.sides.has(keyOfModel(file.name));
          const told = late ? draftOf(file, upload.answer) : draft;
          next.set(key, { ...waiting, draft: withOfferedLabels(told, upload.answer.classCount, taken.labels) });
        }
        return next;
      });
    },
    [uploads, draftOf, modelData.offer],
  );

  const shareWithAll = useCallback((key: string) => setUploads((all) => shared(all, key)), []);

  const dismiss = useCallback(
    (key: string) => {
      stops.current.get(key)?.();
      modelData.stop(key);
      modelData.forget(key);
      setRefused((all) => all.filter((each) => each.key !== key));
      setUploads((all) => new Map([...all].filter(([other]) => other !== key)));
    },
    [modelData.stop, modelData.forget],
  );

  const { offered: data, choose } = modelData;
  const all = [...uploads.values()];
  return {
    uploads: all,
    refused: [...refused, ...notTaken(data, all)],
    offered: data,
    labelSets,
    take,
    choose,
    change,
    add,
    shareWithAll,
    dismiss,
  };
}

export type ModelUploads = ReturnType<typeof useModelUploads>;
