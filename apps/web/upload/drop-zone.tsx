"use client";

import { type DragEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "../shell/button.tsx";
import styles from "./drop-zone.module.css";
import type { DroppedFile } from "./dropped-file.ts";
import { chosenFiles, droppedFiles } from "./dropped-files.ts";

interface DropZoneProps {
  title: string;
  hint: ReactNode;
  accept: string;
  /** Offer choosing a whole folder too. */
  folders?: boolean;
  compact?: boolean;
  testId: string;
  onFiles: (files: DroppedFile[]) => void;
}

/** Takes files by drop, or by a dialog for those who do not drag. */
export function DropZone({ title, hint, accept, folders = false, compact = false, testId, onFiles }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const titleId = useId();

  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles(await droppedFiles(event.dataTransfer));
  };
  const choose = (input: HTMLInputElement) => {
    if (input.files && input.files.length > 0) onFiles(chosenFiles(input.files));
    input.value = "";
  };

  return (
    <section
      className={styles.zone}
      data-over={over || undefined}
      data-compact={compact || undefined}
      data-testid={testId}
      aria-labelledby={titleId}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={drop}
    >
      <div>
        <h3 id={titleId}>{title}</h3>
        <p>{hint}</p>
      </div>
      <div className={styles.buttons}>
        <Button onClick={() => files.current?.click()}>Choose files</Button>
        {folders && <Button onClick={() => folder.current?.click()}>Choose a folder</Button>}
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        accept={accept}
        aria-label={title}
        data-testid={`${testId}-input`}
        onChange={(event) => choose(event.currentTarget)}
      />
      {folders && (
        <input
          ref={folder}
          type="file"
          multiple
          hidden
          aria-label={`${title}, a folder`}
          data-testid={`${testId}-folder-input`}
          {...{ webkitdirectory: "" }}
          onChange={(event) => choose(event.currentTarget)}
        />
      )}
    </section>
  );
}
