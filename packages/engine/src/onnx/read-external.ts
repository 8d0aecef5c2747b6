import type { TensorProto } from "onnx-buf";
import { EngineError, ModelInconsistentError } from "../errors.ts";
import type { Borrowed } from "../graph/graph.ts";
import { checkDataFileName, dataMissing, listDataFiles, type NamedData, noteNeeded } from "./data-files.ts";

/** A number of bytes, written in decimal digits; counts beyond 2^32 are usual, beyond 2^53 impossible. */
function readCount(text: string, what: string, tensor: string): number {
  const count = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(count)) return count;
  throw new ModelInconsistentError(
    `The ${what} of the model's tensor "${tensor}" in its data file is ${JSON.stringify(text.slice(0, 40))}, which is no number of bytes.`,
    { tensor },
  );
}

/**
 * Where a tensor's bytes lie in a data file beside the model.
 *
 * @param expected bytes that the tensor's shape and type need
 * @throws EngineError `external-data` for a place outside the model's folder, `data-too-short` where the file ends before
 *   the tensor does; ModelInconsistentError where the length is not the shape's
 */
export function readPlace(proto: TensorProto, tensor: string, expected: number, data: NamedData): Borrowed {
  const entries = new Map(proto.externalData.map(({ key, value }) => [key, value]));
  const location = checkDataFileName(entries.get("location") ?? "", tensor);
  const offset = readCount(entries.get("offset") || "0", "offset", tensor);
  // Left out, it is what the shape says: the file may go on with other tensors.
  const length = readCount(entries.get("length") || String(expected), "length", tensor);
  if (length !== expected) {
    throw new ModelInconsistentError(
      `The model's tensor "${tensor}" needs ${expected} bytes by its shape, but has ${length} in its data file "${location}".`,
      { tensor },
    );
  }
  const end = offset + length;
  if (!Number.isSafeInteger(end)) {
    throw new ModelInconsistentError(
      `The model's tensor "${tensor}" begins at byte ${offset} of its data file, where no file reaches.`,
      { tensor },
    );
  }
  noteNeeded(data, location, end);
  const size = data.files.size(location);
  if (size !== null && size < end) {
    throw new EngineError(
      "data-too-short",
      `The data file "${location}" has ${size} bytes, but the model's tensor "${tensor}" ends at byte ${end}; the file is cut short, or belongs to another model.`,
      { tensor, name: location },
    );
  }
  return { location, offset, length };
}

/** The bytes at that place, read when they are asked for: few are, and all together may not fit in memory. */
export function readBytes({ location, offset, length }: Borrowed, data: NamedData): Uint8Array {
  if (length === 0) return new Uint8Array();
  if (data.files.size(location) === null) throw dataMissing(listDataFiles(data));
  return data.files.read(location, offset, length);
}
