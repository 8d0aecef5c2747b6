"use client";

import { useApolloClient } from "@apollo/client/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { uploadPath } from "../shell/routes.ts";
import type { DroppedFile } from "../upload/dropped-file.ts";
import { isPictureName } from "../upload/picture-files.ts";
import { isSettled, nextToSend, type Upload } from "../upload/queue.ts";
import { sendFile } from "../upload/send.ts";
import type { ClassGuess } from "../upload/true-class.ts";

export interface ImageUpload {
  key: string;
  file: File;
  upload: Upload<{ id: string }>;
}

export interface Destination {
  imageSet: string;
  /** Null where no true class is to be taken from the names. */
  labelSetId: string | null;
  guess: (path: string) => ClassGuess | null;
}

const atOnce = 4;

/** Pictures first wait for the word where they go, then are sent a few at a time. */
export function useImageUploads() {
  const client = useApolloClient();
  const [staged, setStaged] = useState<readonly DroppedFile[]>([]);
  const [uploads, setUploads] = useState<ReadonlyMap<string, ImageUpload>>(new Map());
  const addresses = useRef(new Map<string, string>());
  const started = useRef(new Set<string>());
  const count = useRef(0);

  const change = useCallback((key: string, upload: ImageUpload["upload"]) => {
    setUploads((all) => {
      const one = all.get(key);
      return one ? new Map(all).set(key, { ...one, upload }) : all;
    });
  }, []);

  useEffect(() => {
    const states = new Map([...uploads].map(([key, { upload }]) => [key, upload]));
    for (const key of nextToSend(states, atOnce)) {
      if (started.current.has(key)) continue;
      started.current.add(key);
      const readImage = (body: unknown) => ({ id: (body as { image: { id: string } }).image.id });
      sendFile(addresses.current.get(key)!, uploads.get(key)!.file, readImage, (upload) => change(key, upload));
    }
  }, [uploads, change]);

  const settled = uploads.size > 0 && [...uploads.values()].every(({ upload }) => isSettled(upload));
  useEffect(() => {
    if (settled) void client.refetchQueries({ include: ["Images", "ImageSets", "Rail", "Atlas"] });
  }, [settled, client]);

  const stage = useCallback((files: readonly DroppedFile[]) => {
    setStaged((all) => [...all, ...files.filter(({ file }) => isPictureName(file.name))]);
    const others = files.filter(({ file }) => !isPictureName(file.name));
    setUploads((all) => {
      const next = new Map(all);
      for (const { file } of others) {
        const key = `${count.current++}`;
        const reason = `${file.name} is no picture: Heatlas takes JPEG, PNG, WebP, AVIF, GIF and TIFF.`;
        next.set(key, { key, file, upload: { state: "refused", reason } });
      }
      return next;
    });
  }, []);

  const send = useCallback(
    ({ imageSet, labelSetId, guess }: Destination) => {
      setUploads((all) => {
        const next = new Map([...all].filter(([, { upload }]) => !isSettled(upload)));
        for (const { path, file } of staged) {
          const key = `${count.current++}`;
          const found = labelSetId === null ? null : guess(path);
          const truth = found && labelSetId ? { labelSet: labelSetId, class: String(found.index) } : {};
          addresses.current.set(key, uploadPath("image", { name: file.name, imageSet, ...truth }));
          next.set(key, { key, file, upload: { state: "queued" } });
        }
        return next;
      });
      setStaged([]);
    },
    [staged],
  );

  const clear = useCallback(() => setStaged([]), []);
  const dismiss = useCallback(() => {
    setUploads((all) => new Map([...all].filter(([, { upload }]) => !isSettled(upload))));
  }, []);

  return { staged, uploads: [...uploads.values()], stage, send, clear, dismiss };
}

export type ImageUploads = ReturnType<typeof useImageUploads>;
