"use client";

import type { ReactNode } from "react";
import { bytesText } from "../text/count.ts";
import { shareOf, type Upload } from "./queue.ts";
import styles from "./upload-line.module.css";

interface UploadLineProps {
  name: string;
  bytes: number;
  upload: Upload<unknown>;
  /** What to say instead of the upload's own state. */
  note?: ReactNode;
  href?: (existingId: string) => string;
  onDismiss?: (() => void) | undefined;
}

/** One file: its name, how far it is, and what became of it. */
export function UploadLine({ name, bytes, upload, note, href, onDismiss }: UploadLineProps) {
  return (
    <div className={styles.line} data-state={upload.state} data-testid="upload-line">
      <span className={styles.name}>{name}</span>
      <span className={styles.size}>{bytesText(bytes)}</span>
      <span className={styles.state}>{note ?? <UploadState upload={upload} href={href} />}</span>
      {onDismiss && (
        <button type="button" className={styles.dismiss} onClick={onDismiss} aria-label={`Leave ${name} out`}>
          ✕
        </button>
      )}
      {(upload.state === "sending" || upload.state === "checking" || upload.state === "queued") && (
        <progress className={styles.progress} max={1} value={shareOf(upload)} aria-label={`Upload of ${name}`} />
      )}
    </div>
  );
}

function UploadState({ upload, href }: { upload: Upload<unknown>; href: UploadLineProps["href"] }) {
  switch (upload.state) {
    case "queued":
      return "waiting";
    case "sending":
      return `${upload.what === undefined ? "" : `${upload.what}: `}${Math.round(shareOf(upload) * 100)} %`;
    case "waiting":
      return upload.problem ?? "waiting for its data";
    case "checking":
      return "checking";
    case "accepted":
      return <b className={styles.done}>✓ added</b>;
    case "existing":
      return <>already here as {href ? <a href={href(upload.id)}>{upload.name}</a> : upload.name}</>;
    case "refused":
      return (
        <span className={styles.refused} role="alert">
          {upload.reason}
        </span>
      );
  }
}
