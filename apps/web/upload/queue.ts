import type { WaitingData } from "./model-data.ts";

/** One file on its way to the API. */
export type Upload<Answer> =
  | { state: "queued" }
  /** `what`: the file, where several belong together. */
  | { state: "sending"; sent: number; bytes: number; what?: string }
  /** All bytes are there; the API still checks them. */
  | { state: "checking" }
  /** A model is there, but not its data; `problem` is what was wrong with data that came. */
  | { state: "waiting"; data: WaitingData; problem: string | null }
  | { state: "accepted"; answer: Answer }
  | { state: "existing"; id: string; name: string }
  | { state: "refused"; reason: string };

/** The keys of the uploads to start now: the first queued ones while fewer than `limit` are under way. */
export function nextToSend<Answer>(uploads: ReadonlyMap<string, Upload<Answer>>, limit: number): string[] {
  const entries = [...uploads];
  const under = entries.filter(([, { state }]) => state === "sending" || state === "checking").length;
  return entries
    .filter(([, { state }]) => state === "queued")
    .slice(0, Math.max(0, limit - under))
    .map(([key]) => key);
}

/** How far an upload is, 0–1; the check counts as the last twentieth. */
export function shareOf<Answer>(upload: Upload<Answer>): number {
  if (upload.state === "queued" || upload.state === "waiting") return 0;
  if (upload.state === "sending") return upload.bytes > 0 ? (0.95 * upload.sent) / upload.bytes : 0;
  return upload.state === "checking" ? 0.95 : 1;
}

export const isSettled = <Answer>({ state }: Upload<Answer>) =>
  state === "accepted" || state === "existing" || state === "refused";

/** The sentence for an answer that is no success. `body` is the API's, `status` 0 when no answer came. */
export function refusalOf(status: number, body: unknown, fileName: string): string {
  const message = (body as { error?: { message?: unknown } } | null)?.error?.message;
  if (typeof message === "string" && message !== "") return message;
  if (status === 0) return `${fileName} did not arrive: the connection broke. Try it again.`;
  if (status === 413) return `${fileName} is larger than this server takes.`;
  return `${fileName} was not taken: the server answered ${status}. Try it again.`;
}
