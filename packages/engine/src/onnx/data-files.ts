import { EngineError } from "../errors.ts";

/** Files with weights beside a model (ONNX's external data), by the names that the model calls them. */
export interface DataFiles {
  /** How many bytes the file has; null where there is none of this name. */
  size(name: string): number | null;
  /** Bytes of a file that is there and long enough. They are read by position: the file may be larger than memory. */
  read(name: string, offset: number, length: number): Uint8Array;
}

/** A data file that a model names. */
export interface DataFile {
  readonly name: string;
  /** How many bytes of it the model reads: the file may go on, but not end before. */
  readonly bytes: number;
  /** Whether it is there. */
  readonly present: boolean;
}

export const noDataFiles: DataFiles = {
  size: () => null,
  read: (name) => {
    throw new Error(`no data file ${name}`);
  },
};

/** More are a mistake, or somebody who wants to fill a disk with them. */
const mostFiles = 4_000;

/** A model's own file, and the compiled explainers, lie in the same folder. */
const ours = /^(?:model\.onnx$|explainer-)/i;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const isPlain = (name: string) => /^[^/\\\u0000-\u001f\u007f]+$/.test(name) && name !== "." && name !== "..";

/**
 * The name of a data file as a model gives it.
 *
 * @throws EngineError `external-data` for a path, or a name that a model's folder has for something else
 */
export function checkDataFileName(name: string, tensor: string): string {
  if (isPlain(name) && !ours.test(name) && Buffer.byteLength(name) <= 255) return name;
  const shown = JSON.stringify(name.slice(0, 100));
  throw new EngineError(
    "external-data",
    `The model keeps the tensor "${tensor}" in ${shown}, which is not the plain name of a data file beside it; save the model again with its weights in a file beside it, such as "weights.bin".`,
    { tensor },
  );
}

/** The data files that a model names, collected while it is read. */
export interface NamedData {
  readonly files: DataFiles;
  /** Bytes that the model reads of each. */
  readonly needed: Map<string, number>;
}

/** @throws EngineError `external-data` for too many files */
export function noteNeeded({ needed }: NamedData, name: string, end: number): void {
  needed.set(name, Math.max(end, needed.get(name) ?? 0));
  if (needed.size <= mostFiles) return;
  throw new EngineError(
    "external-data",
    `The model keeps its weights in more than ${mostFiles} files; save it with all of them in one file.`,
  );
}

export const listDataFiles = ({ files, needed }: NamedData): DataFile[] =>
  [...needed].map(([name, bytes]) => ({ name, bytes, present: files.size(name) !== null }));

/** At most three names: a sentence has to end somewhere. */
function inWords(names: readonly string[]): string {
  const quoted = names.slice(0, 3).map((name) => `"${name}"`);
  if (names.length > 3) return `${quoted.join(", ")} and ${names.length - 3} more`;
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}

/** The refusal of a model whose data files are not all there; its field `files` lists them. */
export function dataMissing(files: readonly DataFile[]): EngineError {
  const missing = files.filter(({ present }) => !present).map(({ name }) => name);
  const [what, is, them] = missing.length === 1 ? ["the file", "is", "it"] : ["the files", "are", "them"];
  return new EngineError(
    "data-missing",
    `The model keeps its weights in ${what} ${inWords(missing)} beside it, which ${is} missing; give ${them} with the model.`,
    { files },
  );
}

/** @throws EngineError `data-missing` where not all are there */
export function requireData(files: readonly DataFile[]): void {
  if (files.some(({ present }) => !present)) throw dataMissing(files);
}
