import { reservedWords } from "./words.ts";

interface Token {
  readonly text: string;
  /** Where it starts in the sentence. */
  readonly start: number;
}

/** A place in a sentence that is being read; what cannot be read leaves it where the caller put it with `at`. */
export interface Cursor {
  at: number;
  /** What is left to read, as it was written. */
  readonly rest: string;
  readonly ended: boolean;
  /** Moves past this word or sign, whatever its case; false where another stands there. */
  take(word: string): boolean;
  takeAll(words: readonly string[]): boolean;
  /** The next word, as it was written. */
  word(): string | undefined;
  /** A leaf's name: quoted, or bare words up to a reserved one. */
  name(): string | undefined;
}

const tokenPattern = /"(?:[^"\\]|\\.)*"|[(),]|[^\s(),"]+|"/gu;

export function openCursor(sentence: string): Cursor {
  const text = sentence.trimEnd().replace(/\.$/, "");
  const tokens: Token[] = [...text.matchAll(tokenPattern)].map((match) => ({ text: match[0], start: match.index }));
  const cursor: Cursor = {
    at: 0,
    get rest() {
      return text.slice(tokens[cursor.at]?.start ?? text.length);
    },
    get ended() {
      return cursor.at >= tokens.length;
    },
    take(word) {
      if (tokens[cursor.at]?.text.toLowerCase() !== word) return false;
      cursor.at++;
      return true;
    },
    takeAll(words) {
      const start = cursor.at;
      if (words.every((word) => cursor.take(word))) return true;
      cursor.at = start;
      return false;
    },
    word() {
      return tokens[cursor.at++]?.text;
    },
    name() {
      const quoted = unquote(tokens[cursor.at]?.text ?? "");
      if (quoted !== undefined) cursor.at++;
      return quoted ?? bareName(cursor, tokens);
    },
  };
  return cursor;
}

function bareName(cursor: Cursor, tokens: readonly Token[]): string | undefined {
  const words: string[] = [];
  for (;;) {
    const word = tokens[cursor.at]?.text;
    if (word === undefined || /^[(),"]/.test(word) || reservedWords().has(word.toLowerCase())) break;
    words.push(word);
    cursor.at++;
  }
  return words.length > 0 ? words.join(" ") : undefined;
}

function unquote(token: string): string | undefined {
  if (token.length < 2 || !token.startsWith('"')) return undefined;
  try {
    return JSON.parse(token) as string;
  } catch {
    return undefined;
  }
}
