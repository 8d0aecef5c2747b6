import type { Merge } from "./merge.ts";

/** A label as Newick wants it: quoted unless it is plain, since a bare underscore would be read as a blank. */
export function quoteLabel(label: string): string {
  return /^[A-Za-z0-9.+-]+$/.test(label) ? label : `'${label.replaceAll("'", "''")}'`;
}

/** The tree in Newick's format, each branch as long as the difference of its ends' heights; leaves lie at 0. */
export function newick(merges: readonly Merge[], labels: readonly string[]): string {
  const n = merges.length + 1;
  const texts: string[] = labels.map(quoteLabel);
  const height = (node: number) => merges[node - n]?.height ?? 0;
  for (const merge of merges) {
    const branch = (child: number) => `${texts[child]}:${merge.height - height(child)}`;
    texts.push(`(${branch(merge.left)},${branch(merge.right)})`);
  }
  return `${texts.at(-1)};`;
}
