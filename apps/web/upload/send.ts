import { stateOf } from "./answer.ts";
import { post } from "./post.ts";
import type { Upload } from "./queue.ts";

/** Sends a file; the answer stops it. */
export function sendFile<Answer>(
  path: string,
  file: File,
  readAnswer: (body: unknown) => Answer,
  onChange: (upload: Upload<Answer>) => void,
): () => void {
  onChange({ state: "sending", sent: 0, bytes: file.size });
  return post(path, file, {
    onProgress: (sent) => onChange({ state: "sending", sent, bytes: file.size }),
    onSent: () => onChange({ state: "checking" }),
    onAnswer: (status, body) => onChange(stateOf(status, body, file.name, readAnswer)),
  });
}
