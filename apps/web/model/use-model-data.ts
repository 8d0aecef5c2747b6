"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { DroppedFile } from "../upload/dropped-file.ts";
import { missingFiles, nextData, type OfferedFile, type WaitingData } from "../upload/model-data.ts";
import { isSettled, type Upload } from "../upload/queue.ts";
import { giveUp, sendData } from "../upload/send-data.ts";

/** What sending data needs to know of a model's upload. */
export interface ModelWithData<Answer> {
  key: string;
  path: string;
  upload: Upload<Answer>;
}

/**
 * Files that may be some model's data, and their sending: as soon as a model waits for a file that was dropped or
 * chosen, it goes, one of each model at a time.
 */
export function useModelData<Answer>(
  uploads: ReadonlyMap<string, ModelWithData<Answer>>,
  readAnswer: (body: unknown) => Answer,
  onChange: (key: string, upload: Upload<Answer>) => void,
) {
  const [offered, setOffered] = useState<readonly OfferedFile[]>([]);
  const sending = useRef(new Map<string, () => void>());
  const waiting = useRef(new Map<string, WaitingData>());
  const count = useRef(0);

  const forget = useCallback((key: string) => setOffered((all) => all.filter((each) => each.key !== key)), []);

  useEffect(() => {
    for (const [key, { path, upload }] of uploads) {
      if (isSettled(upload)) waiting.current.delete(key);
      if (upload.state !== "waiting") continue;
      waiting.current.set(key, upload.data);
      const next = upload.problem === null ? nextData(upload.data, { key, path }, offered) : undefined;
      if (!next || sending.current.has(key)) continue;
      const stop = sendData(upload.data, next.file, next.from.file, readAnswer, (state) => {
        if (state.state !== "sending" && state.state !== "checking") sending.current.delete(key);
        // What was not taken is not tried again by itself.
        if (state.state === "waiting" && state.problem !== null) forget(next.from.key);
        onChange(key, state);
      });
      sending.current.set(key, stop);
    }
  }, [uploads, offered, readAnswer, onChange, forget]);

  const offer = useCallback((files: readonly DroppedFile[], chosenFor?: OfferedFile["chosenFor"]) => {
    const keyed = files.map((file) => ({ ...file, key: `data ${count.current++}`, ...(chosenFor && { chosenFor }) }));
    // What is offered anew is tried anew, in the place of what had its name.
    setOffered((all) => [...all.filter(({ path }) => !keyed.some((file) => file.path === path)), ...keyed]);
  }, []);

  /** Files that a person chose for one model: a single one is what that model lacks, whatever it is called. */
  const choose = useCallback(
    (key: string, files: readonly DroppedFile[]) => {
      const { upload } = uploads.get(key) ?? {};
      if (upload?.state !== "waiting") return;
      const [only, ...others] = missingFiles(upload.data);
      offer(files, only && others.length === 0 && files.length === 1 ? { upload: key, name: only.name } : undefined);
      onChange(key, { ...upload, problem: null });
    },
    [uploads, offer, onChange],
  );

  const stop = useCallback((key: string) => {
    sending.current.get(key)?.();
    sending.current.delete(key);
    const data = waiting.current.get(key);
    if (data) giveUp(data);
  }, []);

  return { offered, offer, choose, forget, stop };
}
