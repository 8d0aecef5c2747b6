import type { Upload } from "./queue.ts";
import { refusalOf } from "./queue.ts";

interface Existing {
  id: string;
  name: string;
}

/**
 * Posts a file's bytes as they are; the answer stops it. XMLHttpRequest, because fetch reports no progress of an upload.
 */
export function sendFile<Answer>(
  path: string,
  file: File,
  readAnswer: (body: unknown) => Answer,
  onChange: (upload: Upload<Answer>) => void,
): () => void {
  const request = new XMLHttpRequest();
  request.open("POST", path);
  request.responseType = "json";
  request.upload.onprogress = ({ loaded }) => onChange({ state: "sending", sent: loaded, bytes: file.size });
  request.upload.onload = () => onChange({ state: "checking" });
  request.onload = () => {
    const existing = (request.response as { existing?: Existing } | null)?.existing;
    if (request.status === 200 && existing) onChange({ state: "existing", ...existing });
    else if (request.status === 201) onChange({ state: "accepted", answer: readAnswer(request.response) });
    else onChange({ state: "refused", reason: refusalOf(request.status, request.response, file.name) });
  };
  request.onerror = () => onChange({ state: "refused", reason: refusalOf(0, null, file.name) });
  request.setRequestHeader("Content-Type", "application/octet-stream");
  onChange({ state: "sending", sent: 0, bytes: file.size });
  request.send(file);
  return () => request.abort();
}
