import { invalidPattern } from "../invalid.ts";
import type { Field } from "./field.ts";
import { leafField } from "./leaf.ts";

/** "A", "A and B", "A, B and C". */
export const leavesField: Field<readonly string[]> = {
  read(value, path, leafSet) {
    if (!Array.isArray(value)) throw invalidPattern(path, `${path} is a list of leaves' ids.`);
    if (value.length === 0) throw invalidPattern(path, `${path} is empty; name at least one leaf.`);
    const leaves = value.map((leaf, place) => leafField.read(leaf, `${path}[${place}]`, leafSet));
    const twice = leaves.find((leaf, place) => leaves.indexOf(leaf) < place);
    if (twice === undefined) return leaves;
    throw invalidPattern(path, `${path} names ${leafField.print(twice, leafSet)} twice; name each leaf once.`);
  },
  print(leaves, leafSet) {
    const names = leaves.map((leaf) => leafField.print(leaf, leafSet));
    return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  },
  parse(cursor) {
    const leaves: string[] = [];
    do {
      const leaf = cursor.name();
      if (leaf === undefined) return undefined;
      leaves.push(leaf);
    } while (cursor.take(",") || cursor.take("and"));
    return leaves;
  },
  resolve: (names, leafSet) => names.map((name) => leafField.resolve!(name, leafSet)),
  canonical: (leaves) => [...leaves].sort(),
};
