import { EngineError } from "../../errors.ts";
import { invalidPattern } from "../invalid.ts";
import type { LeafSet } from "../leaf-set.ts";
import { quoteName } from "../sentence/words.ts";
import type { Field } from "./field.ts";

/** Leaves that an error lists before it stops. */
const shown = 12;

function unknownLeaf(leaf: string, { labels }: LeafSet): EngineError {
  const more = labels.length > shown ? ` and ${labels.length - shown} more` : "";
  return new EngineError(
    "unknown-leaf",
    `No leaf is called ${leaf}; the leaves of these trees are ${labels.slice(0, shown).join(", ")}${more}.`,
    { leaf },
  );
}

export const leafField: Field<string> = {
  read(value, path, leafSet) {
    if (typeof value !== "string") throw invalidPattern(path, `${path} names a leaf by its id, a text.`);
    if (!leafSet.places.has(value)) throw unknownLeaf(value, leafSet);
    return value;
  },
  print: (leaf, { labels, places }) => quoteName(labels[places.get(leaf)!]!),
  parse: (cursor) => cursor.name(),
  resolve(name, leafSet) {
    const { leaves, labels } = leafSet;
    const exact = labels.indexOf(name);
    if (exact >= 0) return leaves[exact]!.id;
    const folded = name.toLowerCase();
    const alike = leaves.filter((_, place) => labels[place]!.toLowerCase() === folded);
    if (alike.length === 1) return alike[0]!.id;
    throw unknownLeaf(name, leafSet);
  },
};
