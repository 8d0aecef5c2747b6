import { EngineError } from "../../errors.ts";
import { invalidPattern } from "../invalid.ts";
import type { LeafSet } from "../leaf-set.ts";
import { quoteName } from "../sentence/words.ts";
import type { Field } from "./field.ts";

/** Leaves that an error lists before it stops. */
const shown = 12;

/** A name without what people write in two ways: case, spaces, dashes. */
const bare = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");

function unknownLeaf(leaf: string, { labels }: LeafSet): EngineError {
  const alike = labels.filter((label) => bare(label) === bare(leaf));
  const hint = alike.length === 1 ? `did you mean ${quoteName(alike[0]!)}? The` : "the";
  const more = labels.length > shown ? ` and ${labels.length - shown} more` : "";
  return new EngineError(
    "unknown-leaf",
    `No model is called ${quoteName(leaf)}; ${hint} models of these trees are ${labels.slice(0, shown).map(quoteName).join(", ")}${more}.`,
    { leaf },
  );
}

export const leafField: Field<string> = {
  read(value, { path, clause }, leafSet) {
    if (typeof value !== "string") {
      throw invalidPattern(path, `"${clause}" names its model by ${JSON.stringify(value)}; give its id, a text.`);
    }
    if (!leafSet.places.has(value)) throw unknownLeaf(value, leafSet);
    return value;
  },
  example: ({ leaves }) => leaves[0]!.id,
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
