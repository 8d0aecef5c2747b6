/** A stream of random numbers that a seed fixes, on every machine. */
export interface Random {
  /** Uniform in 0 ≤ x < 1, 53 bits. */
  unit(): number;
  /** A whole number, uniform in 0 … limit − 1; 1 ≤ limit ≤ 2³². */
  below(limit: number): number;
}

/** xoshiro128** (Blackman and Vigna 2018), its state filled from the seed by splitmix32. */
export function seededRandom(seed: number): Random {
  const state = Uint32Array.from(splitmix32(seed));
  const next = (): number => {
    const second = state[1]!;
    const result = Math.imul(rotate(Math.imul(second, 5), 7), 9) >>> 0;
    state[2]! ^= state[0]!;
    state[3]! ^= second;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= second << 9;
    state[3] = rotate(state[3]!, 11);
    return result;
  };
  const below = (limit: number): number => {
    // Numbers past the last full round of `limit` would favour the low results: draw again.
    const fair = 2 ** 32 - (2 ** 32 % limit);
    for (;;) {
      const drawn = next();
      if (drawn < fair) return drawn % limit;
    }
  };
  return { unit: () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53, below };
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function splitmix32(seed: number): number[] {
  let counter = seed | 0;
  return Array.from({ length: 4 }, () => {
    counter = (counter + 0x9e3779b9) | 0;
    let word = counter ^ (counter >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return word ^ (word >>> 15);
  });
}
