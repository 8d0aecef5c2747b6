"use client";

import { DropZone } from "../upload/drop-zone.tsx";
import { ImageSending } from "./image-sending.tsx";
import { ImageStaging } from "./image-staging.tsx";
import styles from "./image-uploads.module.css";
import { useImageUploads } from "./use-image-uploads.ts";

/** The drop zone for photographs, what was dropped and where it goes, and how the sending goes on. */
export function ImageUploader({ compact = false }: { compact?: boolean }) {
  const all = useImageUploads();
  return (
    <div className={styles.uploader}>
      <DropZone
        title="Drop photographs here"
        hint="Several at once, or whole folders. A folder or file named after a class proposes the true class."
        accept="image/*"
        folders
        compact={compact}
        testId="image-drop"
        onFiles={all.stage}
      />
      {all.staged.length > 0 && <ImageStaging all={all} />}
      {all.uploads.length > 0 && <ImageSending uploads={all.uploads} onDismiss={all.dismiss} />}
    </div>
  );
}
