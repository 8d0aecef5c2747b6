import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  benjaminiHochberg,
  binomialTail,
  choose,
  logBinomialTail,
  normalQuantile,
  seededRandom,
  wilsonInterval,
} from "../../packages/engine/src/statistics/index.ts";

interface Golden {
  readonly proportion: readonly {
    readonly count: number;
    readonly nobs: number;
    readonly alpha: number;
    readonly wilson: readonly [number, number];
  }[];
  readonly multipletests: { readonly p: readonly number[]; readonly fdr_bh: readonly number[] };
}

const golden = JSON.parse(
  readFileSync(new URL("../golden/analysis/intervals.json", import.meta.url), "utf8"),
) as Golden;

/** P(K ≥ k) in whole numbers: p is mantissa / 2^bits, the tail is the quotient of two BigInts. */
function exactTail(k: number, n: number, p: number): { above: bigint; below: bigint } {
  let bits = 0;
  let mantissa = p;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    bits++;
  }
  const hit = BigInt(mantissa);
  const whole = 2n ** BigInt(bits);
  let ways = 1n;
  let above = 0n;
  for (let i = 0; i <= n; i++) {
    if (i >= k) above += ways * hit ** BigInt(i) * (whole - hit) ** BigInt(n - i);
    ways = (ways * BigInt(n - i)) / BigInt(i + 1);
  }
  return { above, below: whole ** BigInt(n) };
}

/** Natural logarithm of a quotient of BigInts, to 16 digits. */
function logQuotient({ above, below }: { above: bigint; below: bigint }): number {
  const length = (x: bigint) => x.toString(2).length;
  const shift = length(below) - length(above) + 64;
  return Math.log(Number((above << BigInt(shift)) / below)) - shift * Math.LN2;
}

describe("Wilson's interval", () => {
  it("equals statsmodels on every golden case", () => {
    for (const { count, nobs, alpha, wilson } of golden.proportion) {
      const { low, high } = wilsonInterval(count, nobs, 1 - alpha);
      expect(Math.abs(low - wilson[0])).toBeLessThan(4e-16);
      expect(Math.abs(high - wilson[1])).toBeLessThan(4e-16);
    }
  });

  it("of 11 out of 12 is .646 to .985", () => {
    const { low, high } = wilsonInterval(11, 12);
    expect([low.toFixed(3), high.toFixed(3)]).toEqual(["0.646", "0.985"]);
  });

  it("starts at exactly 0 where nothing was hit, and ends at exactly 1 where all were", () => {
    for (let n = 1; n <= 2_000; n++) {
      expect(wilsonInterval(0, n).low).toBe(0);
      expect(wilsonInterval(n, n).high).toBe(1);
    }
  });

  it("stays within 0 and 1 and holds the share", () => {
    const shares = fc
      .integer({ min: 1, max: 1_000_000 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(shares, ([k, n]) => {
        const { low, high } = wilsonInterval(k, n);
        return low >= 0 && high <= 1 && low <= k / n && k / n <= high;
      }),
    );
  });
});

describe("the normal quantile", () => {
  it("equals published values in the centre and in both tails", () => {
    // Solved with mpmath in 340 digits.
    const known = [
      [0.6, 0.2533471031357997],
      [0.975, 1.9599639845400538],
      [1e-5, -4.264890793922825],
      [1e-20, -9.262340089798407],
      [1e-300, -37.0470962993612],
    ] as const;
    for (const [p, z] of known) expect(normalQuantile(p) / z).toBeCloseTo(1, 13);
  });
});

describe("the binomial tail", () => {
  it("equals exact rational arithmetic to 12 digits, however small", () => {
    const cases = fc
      .integer({ min: 1, max: 200 })
      .chain((n) =>
        fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n), fc.double({ min: 1e-4, max: 0.999, noNaN: true })),
      );
    fc.assert(
      fc.property(cases, ([k, n, p]) => {
        const exact = exactTail(k, n, p);
        const log = logQuotient(exact);
        expect(Math.abs(logBinomialTail(k, n, p) - log)).toBeLessThan(1e-12 * Math.max(1, Math.abs(log)));
        expect(Math.abs(Math.exp(log - logBinomialTail(k, n, p)) - 1)).toBeLessThan(1e-12 * Math.max(1, Math.abs(log)));
      }),
      { numRuns: 300 },
    );
  });

  it("keeps its logarithm where the probability itself is below the least float64", () => {
    const log = logBinomialTail(700, 1_000, 1 / 66);
    expect(binomialTail(700, 1_000, 1 / 66)).toBe(0);
    expect(Math.abs(log / logQuotient(exactTail(700, 1_000, 1 / 66)) - 1)).toBeLessThan(1e-14);
  });

  it("is 1 for no hit at all, 0 beyond n, and follows a certain or impossible event", () => {
    expect(binomialTail(0, 12, 0.3)).toBe(1);
    expect(binomialTail(13, 12, 0.3)).toBe(0);
    expect(binomialTail(3, 12, 1)).toBe(1);
    expect(binomialTail(3, 12, 0)).toBe(0);
  });

  it("is one half above the median of a million fair tosses, but for the middle", () => {
    const middle = 0.0007978843613421;
    expect(binomialTail(500_000, 1_000_000, 0.5)).toBeCloseTo(0.5 + middle / 2, 12);
  });
});

describe("Benjamini–Hochberg", () => {
  it("equals statsmodels' fdr_bh", () => {
    const { p, fdr_bh } = golden.multipletests;
    const adjusted = benjaminiHochberg(p);
    for (const [test, expected] of fdr_bh.entries()) expect(adjusted[test]).toBeCloseTo(expected, 14);
  });

  it("counts tests beyond the list as tests with a p-value of 1", () => {
    const lists = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(lists, fc.nat(30), (p, more) => {
        const padded = benjaminiHochberg([...p, ...new Array<number>(more).fill(1)]);
        expect(benjaminiHochberg(p, p.length + more)).toEqual(padded.slice(0, p.length));
      }),
    );
  });
});

describe("choose", () => {
  it("is Pascal's triangle, exactly, up to 52 of anything", () => {
    for (let n = 1; n <= 52; n++) {
      for (let m = 1; m <= n; m++) expect(choose(n, m)).toBe(choose(n - 1, m - 1) + choose(n - 1, m));
    }
  });

  it("of 5,000 leaves is infinite rather than wrong", () => {
    expect(choose(5_000, 2_500)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("the seeded random stream", () => {
  it("is the same for the same seed, and another for another", () => {
    const draw = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 8 }, () => random.below(1_000_000));
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it("draws each of 13 with equal frequency, within four standard errors", () => {
    const random = seededRandom(0);
    const counts = new Array<number>(13).fill(0);
    for (let draw = 0; draw < 130_000; draw++) counts[random.below(13)]!++;
    const error = Math.sqrt(130_000 * (1 / 13) * (12 / 13));
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(4 * error);
  });

  it("draws units whose mean and spread are those of the uniform distribution", () => {
    const random = seededRandom(1);
    const units = Array.from({ length: 100_000 }, () => random.unit());
    const mean = units.reduce((sum, x) => sum + x, 0) / units.length;
    const square = units.reduce((sum, x) => sum + x * x, 0) / units.length;
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / units.length));
    expect(Math.abs(square - 1 / 3)).toBeLessThan(4 * Math.sqrt(4 / 45 / units.length));
  });
});
