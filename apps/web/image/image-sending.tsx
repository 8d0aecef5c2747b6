"use client";

import { Button } from "../shell/button.tsx";
import { imagePath } from "../shell/routes.ts";
import { countOf } from "../text/count.ts";
import { isSettled, shareOf } from "../upload/queue.ts";
import { UploadLine } from "../upload/upload-line.tsx";
import styles from "./image-uploads.module.css";
import type { ImageUpload } from "./use-image-uploads.ts";

/** How the sending goes on, and what was not taken and why. */
export function ImageSending({ uploads, onDismiss }: { uploads: readonly ImageUpload[]; onDismiss: () => void }) {
  const settled = uploads.every(({ upload }) => isSettled(upload));
  const added = uploads.filter(({ upload }) => upload.state === "accepted").length;
  const known = uploads.filter(({ upload }) => upload.state === "existing");
  const refused = uploads.filter(({ upload }) => upload.state === "refused");
  const share = uploads.reduce((sum, { upload }) => sum + shareOf(upload), 0) / uploads.length;
  const spoken = [
    added > 0 && `${countOf(added, "photograph")} added`,
    known.length > 0 && `${known.length} here already`,
    refused.length > 0 && `${refused.length} not taken`,
  ].filter(Boolean);
  const shown = settled
    ? [...refused, ...known.slice(0, 5)]
    : uploads.filter(({ upload }) => upload.state !== "accepted");
  return (
    <section className={styles.sending} aria-label="Photographs being added" data-testid="image-uploads">
      <div className={styles.summary} role="status">
        <span data-testid={settled ? "images-added" : undefined}>
          {settled ? spoken.join(", ") : `${added} of ${uploads.length} added`}
        </span>
        {settled && (
          <Button kind="quiet" onClick={onDismiss}>
            Dismiss
          </Button>
        )}
      </div>
      {!settled && <progress className={styles.progress} max={1} value={share} aria-label="All photographs" />}
      <ul className={styles.lines}>
        {shown.slice(0, 40).map(({ key, file, upload }) => (
          <li key={key}>
            <UploadLine name={file.name} bytes={file.size} upload={upload} href={imagePath} />
          </li>
        ))}
      </ul>
    </section>
  );
}
