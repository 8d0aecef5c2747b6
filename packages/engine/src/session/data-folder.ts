import { closeSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import type { DataFiles } from "../onnx/data-files.ts";

/** The data files of a model, in the folder where it lies. */
export function dataFilesIn(folder: string): DataFiles {
  const sizes = new Map<string, number | null>();

  const measure = (name: string): number | null => {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    return found?.isFile() ? found.size : null;
  };

  return {
    size(name) {
      // A model names a file once for each of its tensors.
      if (!sizes.has(name)) sizes.set(name, measure(name));
      return sizes.get(name)!;
    },
    read(name, offset, length) {
      const bytes = new Uint8Array(length);
      const file = openSync(join(folder, name), "r");
      try {
        // One read gives at most 2 GiB, and may give less.
        for (let at = 0; at < length; ) {
          const count = readSync(file, bytes, at, Math.min(length - at, 2 ** 30), offset + at);
          if (count === 0) throw new Error(`the data file ${name} ends before byte ${offset + length}`);
          at += count;
        }
      } finally {
        closeSync(file);
      }
      return bytes;
    },
  };
}
