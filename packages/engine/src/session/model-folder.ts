import { copyFile, link, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A model to be laid out: the path of its file or its bytes, and where its data files lie. */
export interface ModelFiles {
  readonly model: string | Uint8Array;
  readonly dataFolder: string | undefined;
  readonly dataFiles: readonly string[];
}

/** Puts a file at `target`. */
type Place = (source: string, target: string) => Promise<void>;

async function fill(parent: string, { model, dataFolder, dataFiles }: ModelFiles, place: Place): Promise<string> {
  const folder = await mkdtemp(join(parent, "heatlas-explain-"));
  try {
    const target = join(folder, "model.onnx");
    if (typeof model === "string") await place(await realpath(model), target);
    else await writeFile(target, model);
    for (const name of dataFiles) await place(await realpath(join(dataFolder!, name)), join(folder, name));
    return folder;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * A folder of our own with the model in it, as compiled explainers want it: `model.onnx` and its data files. By hard
 * links, in the temporary folder or else beside the files themselves; copied only where no file system takes links.
 */
export async function makeModelFolder(files: ModelFiles): Promise<string> {
  const beside = files.dataFolder ?? (typeof files.model === "string" ? dirname(files.model) : undefined);
  for (const parent of [tmpdir(), beside]) {
    const folder = parent && (await fill(parent, files, link).catch(() => undefined));
    if (folder) return folder;
  }
  return fill(tmpdir(), files, copyFile);
}
