import { EngineError } from "../errors.ts";
import type { Merge } from "./merge.ts";

/** A tree as written: leaves with labels, merges above them. */
export interface LabelledTree {
  readonly labels: readonly string[];
  readonly merges: readonly Merge[];
}

/** A node that has been read: a leaf by its number, a merge by −1 − its place among those joined. */
interface Read {
  readonly id: number;
  readonly height: number;
  /** Highest of the node and all below it: never less than its parts'. */
  readonly reach: number;
  readonly size: number;
  /** Of the branch above. */
  readonly length: number;
}

interface Joined extends Omit<Read, "id" | "length"> {
  readonly children: readonly [number, number];
  readonly order: number;
}

const tokens = /\s*('(?:[^']|'')*'|[(),;:]|[^\s(),;:']+)/y;

/**
 * Reads a binary tree in Newick's format. A merge is as high as its higher child plus the branch between; merges are
 * numbered from the lowest, one below its own parts (centroid and median make such) right after them; leaves in the order
 * of the text.
 * @throws EngineError `not-newick`
 */
export function readNewick(text: string): LabelledTree {
  const { labels, joined } = new Reader(tokenise(text)).read();
  const sorted = [...joined].sort((p, q) => p.reach - q.reach || p.order - q.order);
  const places = new Map(sorted.map(({ order }, place) => [order, place]));
  const number = (id: number) => (id >= 0 ? id : labels.length + places.get(-id - 1)!);
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

/** Without recursion: a tree may be as deep as it has leaves. */
class Reader {
  readonly labels: string[] = [];
  readonly joined: Joined[] = [];
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  read(): this {
    /** What has been read of each bracket that is not closed yet. */
    const open: Read[][] = [];
    do {
      while (this.#take("(")) open.push([]);
      let node = this.#leaf();
      for (let siblings = open.at(-1); siblings; siblings = open.at(-1)) {
        siblings.push(node);
        if (this.#take(",")) break;
        if (!this.#take(")")) throw notNewick("a bracket is not closed");
        open.pop();
        node = this.#merge(siblings);
      }
    } while (open.length > 0);
    if (!this.#take(";") || this.#at < this.#words.length) {
      throw notNewick("it does not end after one tree and a semicolon");
    }
    return this;
  }

  #take(sign: string): boolean {
    const found = this.#words[this.#at] === sign;
    if (found) this.#at++;
    return found;
  }

  #leaf(): Read {
    const id = this.labels.push(this.#label()) - 1;
    return { id, height: 0, reach: 0, size: 1, length: this.#length() };
  }

  #merge(children: readonly Read[]): Read {
    if (children.length !== 2) throw notNewick("a node has more or fewer than two branches");
    const [left, right] = children as [Read, Read];
    const height = Math.max(left.height + left.length, right.height + right.length);
    const reach = Math.max(height, left.reach, right.reach);
    const size = left.size + right.size;
    this.joined.push({ height, reach, children: [left.id, right.id], size, order: this.joined.length });
    this.#label();
    return { id: -this.joined.length, height, reach, size, length: this.#length() };
  }

  #label(): string {
    const word = this.#words[this.#at] ?? "";
    if (/^[(),;:]?$/.test(word)) return "";
    this.#at++;
    return unquoted(word);
  }

  #length(): number {
    if (!this.#take(":")) return 0;
    const length = Number(this.#words[this.#at++]);
    if (!Number.isFinite(length)) throw notNewick("a branch's length is not a number");
    return length;
  }
}

function unquoted(word: string): string {
  return word.startsWith("'") ? word.slice(1, -1).replaceAll("''", "'") : word.replaceAll("_", " ");
}

function notNewick(why: string): EngineError {
  return new EngineError("not-newick", `This is not a binary tree in Newick's format: ${why}.`);
}
