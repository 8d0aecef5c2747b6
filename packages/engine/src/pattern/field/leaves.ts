import { invalidPattern } from "../invalid.ts";
import type { LeafSet } from "../leaf-set.ts";
import type { Field } from "./field.ts";
import { leafField } from "./leaf.ts";

const example = (leafSet: LeafSet) => leafField.print(leafField.example(leafSet), leafSet);

/** "A", "A and B", "A, B and C". */
export const leavesField: Field<readonly string[]> = {
  read(value, { path, clause }, leafSet) {
    if (!Array.isArray(value)) throw invalidPattern(path, `"${clause}" takes a list of models' ids.`);
    if (value.length === 0) {
      throw invalidPattern(path, `"${clause}" names no model; name at least one, such as ${example(leafSet)}.`);
    }
    const leaves = value.map((leaf, at) => leafField.read(leaf, { path: `${path}[${at}]`, clause }, leafSet));
    const twice = leaves.find((leaf, place) => leaves.indexOf(leaf) < place);
    if (twice === undefined) return leaves;
    throw invalidPattern(path, `"${clause}" names ${leafField.print(twice, leafSet)} twice; name each model once.`);
  },
  example: ({ leaves }) => leaves.slice(0, 2).map(({ id }) => id),
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
