"use client";

import { useApolloClient } from "@apollo/client/react";
import { type ChangeEvent, useRef, useState } from "react";
import { Button } from "../shell/button.tsx";
import { maskPath } from "../shell/routes.ts";
import type { Upload } from "../upload/queue.ts";
import { sendFile } from "../upload/send.ts";
import styles from "./mask-field.module.css";

interface MaskFieldProps {
  image: { id: string; name: string; width: number; height: number; maskUrl?: string | null };
}

/** Where the object is: the mask, and a way to give another. */
export function MaskField({ image }: MaskFieldProps) {
  const client = useApolloClient();
  const [upload, setUpload] = useState<Upload<unknown> | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const busy = upload?.state === "sending" || upload?.state === "checking";

  const send = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0];
    event.currentTarget.value = "";
    if (!file) return;
    sendFile(
      maskPath(image.id),
      file,
      (body) => body,
      (next) => {
        setUpload(next);
        if (next.state === "accepted") client.refetchQueries({ include: ["Images"] }).catch(() => {});
      },
    );
  };

  return (
    <div className={styles.mask} data-testid="mask">
      {image.maskUrl && (
        <a href={image.maskUrl} target="_blank" rel="noreferrer">
          <img
            src={image.maskUrl}
            alt={`Where the object of ${image.name} is`}
            width={image.width}
            height={image.height}
          />
        </a>
      )}
      <input
        ref={input}
        type="file"
        accept="image/png"
        hidden
        aria-label="Object mask"
        onChange={send}
        data-testid="mask-file"
      />
      <Button disabled={busy} onClick={() => input.current?.click()}>
        {image.maskUrl ? "Replace the mask" : "Add an object mask"}
      </Button>
      <p className={upload?.state === "refused" ? styles.problem : styles.hint} role="status">
        {noteOf(upload, image)}
      </p>
    </div>
  );
}

function noteOf(upload: Upload<unknown> | null, { width, height, maskUrl }: MaskFieldProps["image"]): string {
  if (upload?.state === "refused") return upload.reason;
  if (upload?.state === "existing") return "It has this mask already.";
  if (upload?.state === "accepted") return "Kept; the maps of this image are being measured by it.";
  return maskUrl
    ? ""
    : `A PNG of ${width}×${height} pixels, white on the object: then maps tell how much of them lies off it.`;
}
