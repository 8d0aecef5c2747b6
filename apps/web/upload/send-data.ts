import { afterData } from "./answer.ts";
import { type DataFile, dataBytes, readWaiting, receivedBytes, type WaitingData } from "./model-data.ts";
import { post } from "./post.ts";
import { refusalOf, type Upload } from "./queue.ts";

/** How often a broken connection is mended by itself, after 1, 2, 4 … seconds. */
const attempts = 5;

/**
 * Sends a data file of a waiting model. Where the connection breaks, it goes on from what came; a file that the API does
 * not take leaves the model waiting, with the reason as its problem.
 */
export function sendData<Answer>(
  waiting: WaitingData,
  file: DataFile,
  source: File,
  readAnswer: (body: unknown) => Answer,
  onChange: (upload: Upload<Answer>) => void,
): () => void {
  let stopped = false;
  let stop = () => {};
  const bytes = dataBytes(waiting) - Math.max(file.bytes, file.received) + source.size;
  const before = receivedBytes(waiting) - file.received;

  const send = (from: number, tried: number) => {
    let moved = false;
    const progress = (sent: number) => {
      moved ||= sent > 0;
      onChange({ state: "sending", sent: before + from + sent, bytes, what: file.name });
    };
    progress(0);
    const query = new URLSearchParams({ name: file.name, from: String(from) });
    stop = post(`${waiting.url}/data?${query}`, source.slice(from), {
      onProgress: progress,
      onSent: () => onChange({ state: "checking" }),
      // A line that breaks now and then still brings the file.
      onAnswer: (status, body) => void answer(status, body, moved ? 0 : tried),
    });
  };

  async function answer(status: number, body: unknown, tried: number): Promise<void> {
    if (stopped) return;
    if (!isMendedByTrying(status)) return onChange(afterData(waiting, status, body, file.name, readAnswer));
    if (await goOn(tried + 1)) return;
    if (!stopped) onChange({ state: "waiting", data: waiting, problem: refusalOf(status, body, file.name) });
  }

  /** Goes on from what the API has; false where it does not say, or knows the model no more. */
  async function goOn(tried: number): Promise<boolean> {
    for (let at = tried; at <= attempts && !stopped; at++) {
      if (at > 0) await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** (at - 1)));
      const { status, body } = await ask(waiting);
      if (stopped) return true;
      if (status === 404) return false;
      if (status !== 200) continue;
      // All had come, only the answer had not.
      if ((body as { upload?: unknown }).upload) onChange({ state: "accepted", answer: readAnswer(body) });
      else send(readWaiting(body).files.find(({ name }) => name === file.name)?.received ?? 0, at);
      return true;
    }
    return false;
  }

  onChange({ state: "sending", sent: before, bytes, what: file.name });
  void goOn(0).then((begun) => {
    // Gone, or out of reach: the answer to the file itself says which.
    if (!begun && !stopped) send(file.received, attempts);
  });
  return () => {
    stopped = true;
    stop();
  };
}

const isMendedByTrying = (status: number) => status === 0 || status >= 500 || status === 409;

/** What the API has by now; status 0 where it does not answer. */
async function ask({ url }: WaitingData): Promise<{ status: number; body: unknown }> {
  try {
    const response = await fetch(`${url}/waiting`);
    return { status: response.status, body: await response.json() };
  } catch {
    return { status: 0, body: null };
  }
}

/** Tells the API that nobody will send the rest; what it has it may forget at once. */
export const giveUp = ({ url }: WaitingData) => void fetch(`${url}/waiting`, { method: "DELETE" }).catch(() => {});
