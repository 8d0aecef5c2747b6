import { canonicalPattern, type LeafSet, type Pattern, parsePattern, readPattern } from "@heatlas/engine";
import DataLoader from "dataloader";
import type { Context } from "../context.ts";
import { InputError, NotFoundError } from "../errors.ts";
import { uuidOf } from "../ids.ts";
import { fromInput, type PatternInputShape } from "./input.ts";
import { askingEngine } from "./refusal.ts";

/** A pattern in one of the ways to say it. */
export interface Question {
  readonly pattern?: PatternInputShape | null | undefined;
  readonly sentence?: string | null | undefined;
  /** A saved one's global id. */
  readonly id?: string | null | undefined;
}

/** A person's sentence; the engine's limits are on terms. */
const maxSentence = 4_000;

/** Throws InputError where it is not said in exactly one way. */
export function refuseOtherThanOne(question: Question): void {
  const given = Object.entries(question).filter(([, value]) => value !== null && value !== undefined);
  if (given.length === 1) return;
  const found = given.length === 0 ? "none was given" : `${given.map(([key]) => key).join(" and ")} were given`;
  throw new InputError(`A pattern is said in one way, as pattern, sentence or id; ${found}.`, "pattern");
}

/** The canonical pattern that a person asks about these leaves. Throws InputError, NotFoundError. */
export function readQuestion(question: Question, leafSet: LeafSet, project: { slug: string }): Pattern {
  const { pattern, sentence } = question;
  if (sentence != null) {
    if (sentence.length > maxSentence) {
      throw new InputError(
        `The sentence has ${sentence.length} characters; it can have ${maxSentence}: ask for less at once.`,
        "sentence",
      );
    }
    return canonicalPattern(askingEngine("sentence", () => parsePattern(sentence, leafSet)));
  }
  const given = fromInput(pattern, project);
  return canonicalPattern(askingEngine("pattern", () => readPattern(given, leafSet)));
}

export interface SavedPattern {
  readonly id: string;
  readonly predicate: Pattern;
  /** Sorted. */
  readonly modelIds: readonly string[];
}

/** One an operation: the saved patterns that it asks about are read together. */
const loaders = new WeakMap<Context, DataLoader<string, SavedPattern | null>>();

/** Throws InputError, NotFoundError. */
export async function getSaved(context: Context, globalId: string): Promise<SavedPattern> {
  const id = uuidOf("pattern", globalId, context.project);
  const loader = loaders.get(context) ?? new DataLoader((ids) => readSaved(context, ids));
  loaders.set(context, loader);
  const saved = await loader.load(id);
  if (!saved) throw new NotFoundError("pattern", globalId);
  return saved;
}

async function readSaved({ sql, project }: Context, ids: readonly string[]): Promise<(SavedPattern | null)[]> {
  const rows = await sql<SavedPattern[]>`
    select pattern.id, predicate, array_agg(model_id order by model_id) as model_ids
    from pattern join leaf_set_model on leaf_set_model.project_id = pattern.project_id
      and leaf_set_model.leaf_set_id = pattern.leaf_set_id
    where pattern.project_id = ${project.id} and pattern.id = any(${[...ids]}::uuid[])
    group by pattern.project_id, pattern.id`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}
