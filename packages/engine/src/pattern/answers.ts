/**
 * Whether a pattern holds on an image. The order makes and, or, not the least, the greatest and the mirror image; the
 * high bit counts what is yes, the low one what is unknown.
 */
export const no = 0;
export const unknown = 1;
export const yes = 2;

/** The codes by name, for callers. */
export const answerCodes = { no, unknown, yes } as const;

/** One answer an image: no, unknown or yes, in Kleene's three-valued logic. */
export type Answers = Uint8Array;

/** And: unknown unless some part is no, or all are yes. */
export function intersect(into: Answers, other: Answers): void {
  for (let t = 0; t < into.length; t++) if (other[t]! < into[t]!) into[t] = other[t]!;
}

/** Or: unknown unless some part is yes, or all are no. */
export function unite(into: Answers, other: Answers): void {
  for (let t = 0; t < into.length; t++) if (other[t]! > into[t]!) into[t] = other[t]!;
}

/** Not: unknown stays unknown. */
export function negate(answers: Answers): void {
  for (let t = 0; t < answers.length; t++) answers[t] = yes - answers[t]!;
}

/** How many images say yes (k), how many say yes or no (n), and how many cannot say. */
export interface Tally {
  readonly k: number;
  readonly n: number;
  readonly unknown: number;
}

/** Counts answers, of all images or of those chosen (one byte an image, 1 where it counts, else 0). */
export function tallyAnswers(answers: Answers, chosen?: Uint8Array): Tally {
  const [said, counts] = [wordsOf(answers), chosen && wordsOf(chosen)];
  let [k, open, counted] = [0, 0, 0];
  // Four images at once: each byte of a sum counts one of them, up to 255.
  for (let start = 0; start < said.length; start += 255) {
    const end = Math.min(said.length, start + 255);
    let [yesSums, openSums, countedSums] = [0, 0, 0];
    for (let w = start; w < end; w++) {
      const ones = counts ? counts[w]! : 0x01010101;
      yesSums += (said[w]! >>> 1) & ones;
      openSums += said[w]! & ones;
      countedSums += ones;
    }
    k += sumOf(yesSums);
    open += sumOf(openSums);
    counted += sumOf(countedSums);
  }
  for (let t = said.length * 4; t < answers.length; t++) {
    const ones = chosen ? chosen[t]! : 1;
    k += (answers[t]! >> 1) & ones;
    open += answers[t]! & ones;
    counted += ones;
  }
  return { k, n: counted - open, unknown: open };
}

/** Four bytes a word; what is left over is not in them. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const from = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(from.buffer, from.byteOffset, from.length >> 2);
}

/** Of a word's four bytes. */
const sumOf = (word: number) => (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);

/**
 * Counts answers group by group, in one pass.
 * @param groups the group of each image, 0 … groupCount − 1; anything else is in none
 */
export function tallyAnswerGroups(answers: Answers, groups: ArrayLike<number>, groupCount: number): Tally[] {
  const counts = new Uint32Array(groupCount * 3);
  for (let t = 0; t < answers.length; t++) {
    const group = groups[t]!;
    if (group >= 0 && group < groupCount) counts[group * 3 + answers[t]!]!++;
  }
  return Array.from({ length: groupCount }, (_, group) => {
    const [without, open, hits] = [no, unknown, yes].map((answer) => counts[group * 3 + answer]!);
    return { k: hits!, n: without! + hits!, unknown: open! };
  });
}
