import type { Comparison, Pattern } from "@heatlas/engine";
import type { InputRef } from "@pothos/core";
import { builder } from "../builder.ts";
import { toGlobalId, uuidOf } from "../ids.ts";

/** A pattern as PatternInput takes it: one key; leaves are models' global ids. */
export interface PatternInputShape {
  joinsLast?: { leaf: string } | null | undefined;
  joinsAt?: { leaf: string; rank: number } | null | undefined;
  lastToJoin?: { leaves: string[] } | null | undefined;
  firstCluster?: { leaves: string[] } | null | undefined;
  clade?: { leaves: string[] } | null | undefined;
  noneAlike?: { share: number } | null | undefined;
  smallestArea?: { leaf: string } | null | undefined;
  offObject?: { leaf: string; share: number } | null | undefined;
  rated?: { leaf: string; op: Comparison; threshold: number } | null | undefined;
  all?: PatternInputShape[] | null | undefined;
  any?: PatternInputShape[] | null | undefined;
  not?: PatternInputShape | null | undefined;
}

const comparisons = {
  atLeast: { value: "at-least" },
  above: { value: "above" },
  atMost: { value: "at-most" },
  below: { value: "below" },
} as const satisfies Record<string, { value: Comparison }>;

const ComparisonEnum = builder.enumType("Comparison", { values: comparisons });

const LeafInput = builder.inputType("LeafInput", {
  description: "A leaf of the trees: a model.",
  fields: (t) => ({ leaf: t.id({ required: true, description: "A model's id." }) }),
});

const LeavesInput = builder.inputType("LeavesInput", {
  fields: (t) => ({ leaves: t.idList({ required: true, description: "Models' ids." }) }),
});

const JoinsAtInput = builder.inputType("JoinsAtInput", {
  fields: (t) => ({
    leaf: t.id({ required: true }),
    rank: t.int({ required: true, description: "Counted from the end: 1 is the last merge." }),
  }),
});

const NoneAlikeInput = builder.inputType("NoneAlikeInput", {
  fields: (t) => ({ share: t.float({ required: true, defaultValue: 0.5, description: "Of the root's height, 0–1." }) }),
});

const OffObjectInput = builder.inputType("OffObjectInput", {
  fields: (t) => ({
    leaf: t.id({ required: true }),
    share: t.float({ required: true, description: "Of its relevance, 0–1." }),
  }),
});

const RatedInput = builder.inputType("RatedInput", {
  fields: (t) => ({
    leaf: t.id({ required: true }),
    op: t.field({ type: ComparisonEnum, required: true }),
    threshold: t.float({ required: true, description: "A mean rating, 1–5." }),
  }),
});

/** definitions.md §5 as GraphQL: the engine's JSON, with global ids for leaves. */
export const PatternInput: InputRef<PatternInputShape> = builder.inputRef<PatternInputShape>("PatternInput").implement({
  description: "A predicate on the tree of one image by one method: exactly one of these.",
  isOneOf: true,
  fields: (t) => ({
    joinsLast: t.field({ type: LeafInput, description: "The last merge is it with all the others." }),
    joinsAt: t.field({ type: JoinsAtInput, description: "It joins, alone, at this merge." }),
    lastToJoin: t.field({ type: LeavesInput, description: "All the others form a cluster before any of these joins." }),
    firstCluster: t.field({ type: LeavesInput, description: "The first cluster of so many to form is exactly these." }),
    clade: t.field({ type: LeavesInput, description: "They are a cluster at some height." }),
    noneAlike: t.field({ type: NoneAlikeInput, description: "The first merge lies above this share of the root." }),
    smallestArea: t.field({ type: LeafInput, description: "Its highlighted area is the smallest." }),
    offObject: t.field({ type: OffObjectInput, description: "More of its relevance is off the object's mask." }),
    rated: t.field({ type: RatedInput, description: "Its mean human rating compares so." }),
    all: t.field({ type: [PatternInput] }),
    any: t.field({ type: [PatternInput] }),
    not: t.field({ type: PatternInput }),
  }),
});

const opNames = new Map<string, string>(Object.entries(comparisons).map(([name, { value }]) => [value, name]));

/** The engine's JSON, to be checked by its readPattern: leaves are models' uuids. Throws InputError, NotFoundError. */
export function fromInput(input: unknown, project: { slug: string }): unknown {
  return mapPattern(input, { leaf: (id) => uuidOf("model", id, project), op: (op) => op });
}

/** The pattern as PatternInput takes it in a variable. */
export function toInput(pattern: Pattern, project: { slug: string }): unknown {
  return mapPattern(pattern, {
    leaf: (uuid) => toGlobalId("model", project.slug, uuid),
    op: (op) => opNames.get(op) ?? op,
  });
}

interface Change {
  leaf(id: string): string;
  op(op: string): string;
}

function mapPattern(value: unknown, change: Change): unknown {
  if (Array.isArray(value)) return value.map((part) => mapPattern(part, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, content]) => {
      if (key === "leaf") return [key, change.leaf(String(content))];
      if (key === "leaves") return [key, (content as string[]).map((id) => change.leaf(String(id)))];
      if (key === "op") return [key, change.op(String(content))];
      return [key, mapPattern(content, change)];
    }),
  );
}
