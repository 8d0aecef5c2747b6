/** A seeded source of numbers: equal seeds, equal numbers. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  range(low: number, high: number): number;
  /** A whole number from low to high, both included. */
  whole(low: number, high: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the choices, all equally likely. */
  pick<T>(choices: readonly T[]): T;
  /** An independent source for one purpose: what is drawn from it does not shift what comes after. */
  fork(purpose: number): Random;
}

/** One round of 32-bit mixing (the finaliser of MurmurHash3): every bit of the key moves every bit of the result. */
export function mixBits(key: number): number {
  let bits = key | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Counter-based: the n-th number is a hash of seed and n (SplitMix32). */
export function createRandom(seed: number): Random {
  const start = mixBits(seed ^ 0x5bd1e995);
  let state = start;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    return mixBits(state) / 4294967296;
  };
  return {
    next,
    range: (low, high) => low + next() * (high - low),
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (choices) => choices[Math.floor(next() * choices.length)]!,
    fork: (purpose) => createRandom(mixBits(start + Math.imul(purpose + 1, 0x632be5ab))),
  };
}
