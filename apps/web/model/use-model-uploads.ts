"use client";

import { useApolloClient, useQuery } from "@apollo/client/react";
import { useCallback, useEffect, useRef, useState } from "react";
import type { CreateModelInput } from "../gql/graphql";
import { uploadPath } from "../shell/routes.ts";
import type { DroppedFile } from "../upload/dropped-files.ts";
import { labelSetName } from "../upload/label-set-name.ts";
import { readLabelsFile } from "../upload/labels-file.ts";
import {
  type AdmittedFacts,
  draftFacts,
  type FactsDraft,
  missingFacts,
  shareFacts,
  toFacts,
  withFittingLabels,
} from "../upload/model-facts.ts";
import { nextToSend, type Upload } from "../upload/queue.ts";
import { sendFile } from "../upload/send.ts";
import { keyOfModel, modelOfSideFile, readSideFile, type SideFacts } from "../upload/side-file.ts";
import { CreateModelMutation, LabelSetsQuery } from "./model-queries.ts";

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
  const client = useApolloClient();
  const { data } = useQuery(LabelSetsQuery);
  const labelSets = data?.labelSets ?? [];
  const [uploads, setUploads] = useState<ReadonlyMap<string, ModelUpload>>(new Map());
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const sideFacts = useRef(new Map<string, SideFacts>());
  const started = useRef(new Set<string>());
  const count = useRef(0);

  const change = useCallback((key: string, changes: Partial<ModelUpload>) => {
    setUploads((all) => {
      const upload = all.get(key);
      return upload ? new Map(all).set(key, { ...upload, ...changes }) : all;
    });
  }, []);

  const add = useCallback(
    async (key: string, uploadId: string, draft: FactsDraft) => {
      const { labels, ...facts } = toFacts(draft);
      const labelSet =
        "setId" in labels ? { id: labels.setId } : { labels: { name: labels.setName, labels: labels.labels } };
      const input: CreateModelInput = { ...facts, uploadId, labelSet };
      try {
        const { data: answer } = await client.mutate({ mutation: CreateModelMutation, variables: { input } });
        const result = answer?.createModel;
        if (result?.__typename === "Model") change(key, { added: { id: result.id, name: result.name }, refusal: null });
        else change(key, { refusal: result?.message ?? "The model was not added. Try again." });
        await client.refetchQueries({ include: ["Models", "LabelSets", "Rail", "Atlas"] });
      } catch {
        change(key, { refusal: "Heatlas does not answer; the model was not added. Try again." });
      }
    },
    [client, change],
  );

  // Starts what may start, whenever something ended.
  useEffect(() => {
    const states = new Map([...uploads].map(([key, { upload }]) => [key, upload]));
    for (const key of nextToSend(states, atOnce)) {
      if (started.current.has(key)) continue;
      started.current.add(key);
      const { file } = uploads.get(key)!;
      sendFile(uploadPath("model", { name: file.name }), file, readAdmitted, (upload) => {
        if (upload.state !== "accepted") return change(key, { upload });
        const side = sideFacts.current.get(keyOfModel(file.name)) ?? {};
        change(key, { upload, draft: draftFacts(file.name, upload.answer, side) });
      });
    }
  }, [uploads, change]);

  // A model whose side file tells everything needs no form.
  useEffect(() => {
    for (const [key, { file, upload, draft }] of uploads) {
      if (upload.state !== "accepted" || !draft || !sideFacts.current.has(keyOfModel(file.name))) continue;
      const done = `${key} added`;
      const whole = withFittingLabels(draft, upload.answer.classCount, labelSets);
      if (started.current.has(done) || Object.keys(missingFacts(whole, upload.answer.classCount)).length > 0) continue;
      started.current.add(done);
      void add(key, upload.answer.uploadId, whole);
    }
  }, [uploads, labelSets, add]);

  const take = useCallback(async (files: readonly DroppedFile[]) => {
    const models = files.filter(({ file }) => /\.onnx$/i.test(file.name));
    const texts = files.filter(({ file }) => /\.(json|txt)$/i.test(file.name));
    const others = files.filter((each) => !models.includes(each) && !texts.includes(each));
    const nextKey = () => `${count.current++}`;
    const sorry: Refused[] = others.map(({ file }) => ({
      key: nextKey(),
      name: file.name,
      bytes: file.size,
      reason: `${file.name} is no model: Heatlas takes ONNX files, with their facts in .json files beside them.`,
    }));
    const names = new Set(models.map(({ file }) => keyOfModel(file.name)));
    const known = (name: string) => names.has(name) || sideFacts.current.has(name);
    const labels: string[][] = [];
    for (const { file } of texts) {
      const text = await file.text();
      const model = modelOfSideFile(file.name);
      const list = readLabelsFile(text, file.name);
      if ("labels" in list && !known(model)) {
        labels.push(list.labels);
        continue;
      }
      const side = readSideFile(text, file.name);
      if ("facts" in side) sideFacts.current.set(model, side.facts);
      else sorry.push({ key: nextKey(), name: file.name, bytes: file.size, reason: side.refusal });
    }
    setRefused((all) => [...all, ...sorry]);
    setUploads((all) => {
      const next = new Map(all);
      for (const { file } of models) {
        const key = nextKey();
        next.set(key, { key, file, upload: { state: "queued" }, draft: null, refusal: null, added: null });
      }
      // Side files and labels may also come after their models.
      for (const [key, waiting] of next) {
        const { upload, file } = waiting;
        if (upload.state !== "accepted" || waiting.added || !waiting.draft) continue;
        const side = sideFacts.current.get(keyOfModel(file.name));
        const fitting = labels.find((list) => list.length === upload.answer.classCount);
        const draft = side ? draftFacts(file.name, upload.answer, side) : waiting.draft;
        next.set(key, {
          ...waiting,
          draft: fitting ? { ...draft, labels: { setName: labelSetName(fitting, "New"), labels: fitting } } : draft,
        });
      }
      return next;
    });
  }, []);

  const shareWithAll = useCallback((key: string) => {
    setUploads((all) => {
      const from = all.get(key);
      if (!from?.draft || from.upload.state !== "accepted") return all;
      const source = { draft: from.draft, classCount: from.upload.answer.classCount };
      return new Map(
        [...all].map(([other, waiting]) => {
          if (other === key || !waiting.draft || waiting.upload.state !== "accepted" || waiting.added)
            return [other, waiting];
          const target = { draft: waiting.draft, classCount: waiting.upload.answer.classCount };
          return [other, { ...waiting, draft: shareFacts(source, target) }];
        }),
      );
    });
  }, []);

  const dismiss = useCallback((key: string) => {
    setRefused((all) => all.filter((each) => each.key !== key));
    setUploads((all) => new Map([...all].filter(([other]) => other !== key)));
  }, []);

  return { uploads: [...uploads.values()], refused, labelSets, take, change, add, shareWithAll, dismiss };
}

export type ModelUploads = ReturnType<typeof useModelUploads>;

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
