import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Something made from sources: `stamp` is the file that tells from which. All paths are from the project's root. */
export interface Product {
  readonly stamp: string;
  /** Files, and folders with all that is in them. */
  readonly sources: readonly string[];
}

/** What tools write among the sources, and what they leave anywhere. */
const derived = /^(node_modules|generated|gql|\.next|next-env\.d\.ts)$|\.tsbuildinfo$/;

/**
 * Runs `make` unless the product's stamp says that it was made from the very bytes that the sources hold now. The stamp
 * goes first and comes back last, so that a make that was interrupted is done again.
 */
export async function makeIfChanged(root: string, product: Product, make: () => Promise<void>): Promise<void> {
  const stamp = join(root, product.stamp);
  const hash = await hashSources(root, product.sources);
  if ((await readFile(stamp, "utf8").catch(() => "")) === hash) return;
  await rm(stamp, { force: true });
  await make();
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, hash);
}

/** sha256 over names and contents, in the order of the names. */
export async function hashSources(root: string, sources: readonly string[]): Promise<string> {
  const files = (await Promise.all(sources.map((source) => listFiles(root, source)))).flat().sort();
  const contents = await Promise.all(files.map((file) => readFile(join(root, file))));
  const hash = createHash("sha256").update(process.version);
  files.forEach((file, index) => {
    hash.update(`\n${file} ${contents[index]!.length}\n`).update(contents[index]!);
  });
  return hash.digest("hex");
}

async function listFiles(root: string, path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch(() => null);
  if (!entries) return [path];
  const kept = entries.filter((entry) => !derived.test(entry.name) && (entry.isFile() || entry.isDirectory()));
  return (await Promise.all(kept.map((entry) => listFiles(root, join(path, entry.name))))).flat();
}
