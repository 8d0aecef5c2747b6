import { bytesText, listText } from "../text/count.ts";
import type { DroppedFile } from "./dropped-file.ts";

/** A file that holds a model's weights. */
export interface DataFile {
  name: string;
  /** Bytes that the model reads of it: it has at least so many. */
  bytes: number;
  /** Bytes of it that the API has. */
  received: number;
  done: boolean;
}

/** What the API answers where a model's weights lie in other files. */
export interface WaitingData {
  /** To which address they are sent. */
  url: string;
  files: readonly DataFile[];
}

export const readWaiting = (body: unknown): WaitingData => {
  const { url, files } = (body as { waiting: WaitingData }).waiting;
  return { url, files };
};

/** A dropped or chosen file that may be some model's data. */
export interface OfferedFile extends DroppedFile {
  key: string;
  /** The upload and the data file that a person chose it for; its own name does not matter then. */
  chosenFor?: { upload: string; name: string };
}

export const missingFiles = ({ files }: WaitingData) => files.filter(({ done }) => !done);

/** All bytes that the model's data has, as far as that is known. */
export const dataBytes = ({ files }: WaitingData) =>
  files.reduce((sum, { bytes, received }) => sum + Math.max(bytes, received), 0);

/** Of these, how many the API has. */
export const receivedBytes = ({ files }: WaitingData) => files.reduce((sum, { received }) => sum + received, 0);

/**
 * The offered file that is a model's data file: the one that was chosen for it, else one of its name. In the model's own
 * folder first, since two models may call their data alike; elsewhere only where no two are.
 */
export function findOffered(
  { name }: DataFile,
  upload: { key: string; path: string },
  offered: readonly OfferedFile[],
): OfferedFile | undefined {
  const chosen = offered.findLast(({ chosenFor }) => chosenFor?.upload === upload.key && chosenFor.name === name);
  if (chosen) return chosen;
  const named = offered.filter(({ file, chosenFor }) => !chosenFor && file.name === name);
  const beside = named.findLast(({ path }) => folderOf(path) === folderOf(upload.path));
  return beside ?? (named.length === 1 ? named[0] : undefined);
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf("/") + 1);

/** The next data file to send: one that is missing, offered, and long enough. */
export function nextData(
  waiting: WaitingData,
  upload: { key: string; path: string },
  offered: readonly OfferedFile[],
): { file: DataFile; from: OfferedFile } | undefined {
  for (const file of missingFiles(waiting)) {
    const from = findOffered(file, upload, offered);
    if (from && from.file.size >= file.bytes) return { file, from };
  }
  return undefined;
}

/** What a waiting model asks for: its missing files, or what is wrong with those that came. */
export function askFor(
  waiting: WaitingData,
  upload: { key: string; path: string },
  offered: readonly OfferedFile[],
): string {
  const missing = missingFiles(waiting);
  for (const file of missing) {
    const from = findOffered(file, upload, offered);
    if (!from) continue;
    const [there, needed] = [bytesText(from.file.size), bytesText(file.bytes)];
    return `${from.file.name} has ${there}, but the model reads ${needed} of ${file.name}: it is cut short, or another model's.`;
  }
  const names = missing.slice(0, 3).map(({ name, bytes }) => `${name} (${bytesText(bytes)})`);
  const more = missing.length - names.length;
  return `Its weights lie in ${listText(more > 0 ? [...names, `${more} more files`] : names)}: drop ${missing.length === 1 ? "that file" : "those files"} here too.`;
}

/** Offered files that no model asks for. */
export function unclaimed(
  offered: readonly OfferedFile[],
  uploads: readonly { key: string; path: string; data: WaitingData | null }[],
): OfferedFile[] {
  const claimed = new Set(
    uploads.flatMap((upload) => (upload.data?.files ?? []).map((file) => findOffered(file, upload, offered))),
  );
  return offered.filter((each) => !claimed.has(each));
}
