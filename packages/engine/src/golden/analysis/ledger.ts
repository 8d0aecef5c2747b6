/** A number of a golden file; JSON has no NaN. */
export type GoldenNumber = number | "NaN" | "Infinity" | "-Infinity";

/** The worst error of one kind of number, and the largest that is allowed. */
export interface KindResult {
  readonly kind: string;
  readonly error: number;
  readonly tolerance: number;
  /** Numbers compared. */
  readonly count: number;
  /** Where the worst one stands. */
  readonly where: string;
}

/** Notes differences by kind and keeps the worst of each. */
export interface Ledger {
  /** Compares numbers, or lists of them; null stands for the reference's NaN. A length that differs is infinitely wrong. */
  note(kind: string, where: string, tolerance: number, found: Numbers, expected: Numbers): void;
  results(): KindResult[];
}

export type Numbers = GoldenNumber | null | undefined | ArrayLike<GoldenNumber | null>;

export function openLedger(): Ledger {
  const worst = new Map<string, KindResult>();
  return {
    note(kind, where, tolerance, found, expected) {
      const [a, b] = [listOf(found), listOf(expected)];
      const error =
        a.length === b.length ? a.reduce((most, value, i) => larger(most, distance(value, b[i]!)), 0) : Infinity;
      const known = worst.get(kind);
      const count = (known?.count ?? 0) + b.length;
      if (known && !(error > known.error)) worst.set(kind, { ...known, count });
      else worst.set(kind, { kind, error, tolerance, count, where });
    },
    results: () => [...worst.values()],
  };
}

/** NaN counts as the worst of all. */
const larger = (a: number, b: number) => (b <= a ? a : Number.isNaN(b) ? Infinity : b);

function distance(a: number, b: number): number {
  return Number.isNaN(a) && Number.isNaN(b) ? 0 : a === b ? 0 : Math.abs(a - b);
}

function listOf(numbers: Numbers): number[] {
  if (numbers === null || numbers === undefined || typeof numbers !== "object") return [numberOf(numbers)];
  return Array.from(numbers, numberOf);
}

const numberOf = (number: GoldenNumber | null | undefined) => (number === null ? Number.NaN : Number(number));
