import { createHash } from "node:crypto";
import { toHex } from "../hex.ts";

/** A data file as it is noted with its model. */
export interface KeptDataFile {
  readonly name: string;
  /** In hexadecimal digits. */
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * What a model is known by: the SHA-256 of its file; with data files, the SHA-256 of the lines that
 * `sha256sum model.onnx DATA …` prints, the data files in the order of their names' code points.
 */
export function modelIdentity(
  model: Uint8Array<ArrayBuffer>,
  data: readonly Pick<KeptDataFile, "name" | "sha256">[],
): Uint8Array<ArrayBuffer> {
  if (data.length === 0) return model;
  const sorted = [...data].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  const lines = [{ name: "model.onnx", sha256: toHex(model) }, ...sorted].map(
    ({ name, sha256 }) => `${sha256}  ${name}\n`,
  );
  return new Uint8Array(createHash("sha256").update(lines.join("")).digest());
}
