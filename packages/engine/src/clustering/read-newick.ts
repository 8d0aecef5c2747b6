import { EngineError } from "../errors.ts";
import type { Merge } from "./merge.ts";

/** A tree as written: leaves with labels, merges above them. */
export interface LabelledTree {
  readonly labels: readonly string[];
  readonly merges: readonly Merge[];
}

interface Parsed {
  readonly label: string;
  /** Length of the branch above. */
  readonly length: number;
  readonly children: readonly Parsed[];
}

const tokens = /\s*('(?:[^']|'')*'|[(),;:]|[^\s(),;:']+)/y;

/**
 * Reads a binary tree in Newick's format. A merge is as high as its higher child plus the branch between; merges are
 * numbered from the lowest, one below its own parts (centroid and median make such) right after them; leaves in the order
 * of the text.
 * @throws EngineError `not-newick`
 */
export function readNewick(text: string): LabelledTree {
  const words = tokenise(text);
  const root = readNode(words);
  if (words.shift() !== ";" || words.length > 0) throw notNewick("it does not end after one tree and a semicolon");
  const labels: string[] = [];
  const joined: { height: number; reach: number; children: [number, number]; size: number; order: number }[] = [];
  // Leaves are known by their number, merges by −1 − their place in `joined`, until all heights are known.
  const collect = (node: Parsed): { id: number; height: number; reach: number; size: number } => {
    if (node.children.length === 0) return { id: labels.push(node.label) - 1, height: 0, reach: 0, size: 1 };
    if (node.children.length !== 2) throw notNewick("a node has more or fewer than two branches");
    const [left, right] = node.children.map(collect) as [ReturnType<typeof collect>, ReturnType<typeof collect>];
    const height = Math.max(left.height + node.children[0]!.length, right.height + node.children[1]!.length);
    const size = left.size + right.size;
    // Highest of the merge and all below it: never less than its parts'.
    const reach = Math.max(height, left.reach, right.reach);
    joined.push({ height, reach, children: [left.id, right.id], size, order: joined.length });
    return { id: -joined.length, height, reach, size };
  };
  collect(root);
  const sorted = [...joined].sort((p, q) => p.reach - q.reach || p.order - q.order);
  const number = (id: number) => (id >= 0 ? id : labels.length + sorted.indexOf(joined[-id - 1]!));
  const merges = sorted.map(({ height, children, size }) => {
    const [p, q] = children.map(number) as [number, number];
    return { left: Math.min(p, q), right: Math.max(p, q), height, size };
  });
  return { labels, merges };
}

function tokenise(text: string): string[] {
  const words: string[] = [];
  const scanner = new RegExp(tokens);
  const end = text.trimEnd().length;
  while (scanner.lastIndex < end) {
    const word = scanner.exec(text)?.[1];
    if (word === undefined) throw notNewick("a quotation is not closed");
    words.push(word);
  }
  return words;
}

function readNode(words: string[]): Parsed {
  const children: Parsed[] = [];
  if (words[0] === "(") {
    let next: string | undefined;
    do {
      words.shift();
      children.push(readNode(words));
      next = words[0];
    } while (next === ",");
    if (words.shift() !== ")") throw notNewick("a bracket is not closed");
  }
  const label = /^[(),;:]?$/.test(words[0] ?? "") ? "" : unquoted(words.shift()!);
  if (words[0] !== ":") return { label, length: 0, children };
  words.shift();
  const length = Number(words.shift());
  if (!Number.isFinite(length)) throw notNewick("a branch's length is not a number");
  return { label, length, children };
}

function unquoted(word: string): string {
  return word.startsWith("'") ? word.slice(1, -1).replaceAll("''", "'") : word.replaceAll("_", " ");
}

function notNewick(why: string): EngineError {
  return new EngineError("not-newick", `This is not a binary tree in Newick's format: ${why}.`);
}
