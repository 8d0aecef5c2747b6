/** The names most like one that somebody wrote, most like first: fewest characters to change (Levenshtein 1966). */
export function nearNames(wanted: string, names: Iterable<string>, count = 3): string[] {
  const known = wanted.slice(0, longest).toLowerCase();
  const ranked = [...new Set(names)].map((name) => ({ name, steps: distance(known, name.toLowerCase()) }));
  return ranked
    .sort((a, b) => a.steps - b.steps || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name);
}

/** No tensor's name is longer; comparing costs the product of two lengths. */
const longest = 200;

/** Characters to insert, delete or replace; to leave out what stands before or after counts little: people abbreviate. */
function distance(from: string, to: string): number {
  if (to.includes(from)) return (to.length - from.length) / 1000;
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
