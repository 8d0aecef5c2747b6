import { readWaiting, type WaitingData } from "./model-data.ts";
import { refusalOf, type Upload } from "./queue.ts";

/** What an answer of an upload's address means. */
export function stateOf<Answer>(
  status: number,
  body: unknown,
  fileName: string,
  readAnswer: (body: unknown) => Answer,
): Upload<Answer> {
  const existing = (body as { existing?: { id: string; name: string } } | null)?.existing;
  if (status === 200 && existing) return { state: "existing", ...existing };
  if (status === 201) return { state: "accepted", answer: readAnswer(body) };
  if (status === 202) return { state: "waiting", data: readWaiting(body), problem: null };
  return { state: "refused", reason: refusalOf(status, body, fileName) };
}

/** Refusals that another file, or the same once more, may mend; with any other the model is gone. */
const mendable = new Set(["data-too-short", "too-large", "disk-full", "invalid-input"]);

/** What becomes of a waiting model with the answer to one of its data files. */
export function afterData<Answer>(
  waiting: WaitingData,
  status: number,
  body: unknown,
  fileName: string,
  readAnswer: (body: unknown) => Answer,
): Upload<Answer> {
  const upload = stateOf(status, body, fileName, readAnswer);
  const { code } = (body as { error?: { code: string } } | null)?.error ?? {};
  if (upload.state !== "refused" || !mendable.has(String(code))) return upload;
  return { state: "waiting", data: waiting, problem: upload.reason };
}
