/**
 * What is counted changes with every run and truth, and has no id: in the cache, the parts that several queries ask of
 * one count would overwrite each other.
 */
export const uncached = { fetchPolicy: "no-cache" } as const;
