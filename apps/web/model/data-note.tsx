"use client";

import { useRef } from "react";
import { Button } from "../shell/button.tsx";
import type { DroppedFile } from "../upload/dropped-file.ts";
import { chosenFiles } from "../upload/dropped-files.ts";
import styles from "./data-note.module.css";

interface DataNoteProps {
  sentence: string;
  isProblem: boolean;
  button: string;
  onFiles: (files: DroppedFile[]) => void;
}

/** What a model lacks of its data, and a dialog to choose it for those who do not drag. */
export function DataNote({ sentence, isProblem, button, onFiles }: DataNoteProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <span className={styles.note} data-testid="model-data">
      <span className={isProblem ? styles.problem : undefined} role={isProblem ? "alert" : "status"}>
        {sentence}
      </span>
      <Button onClick={() => input.current?.click()}>{button}</Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="The file that holds the model's weights"
        data-testid="model-data-input"
        onChange={(event) => {
          const { files } = event.currentTarget;
          if (files && files.length > 0) onFiles(chosenFiles(files));
          event.currentTarget.value = "";
        }}
      />
    </span>
  );
}
