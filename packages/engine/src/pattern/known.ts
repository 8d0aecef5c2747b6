/** A number, or the reason why there is none: one clear sentence, or the clause that completes it. */
export type Known<T> = { readonly value: T; readonly reason: null } | { readonly value: null; readonly reason: string };

export function known<T>(value: T): Known<T> {
  return { value, reason: null };
}

export function unknownBecause<T>(reason: string): Known<T> {
  return { value: null, reason };
}
