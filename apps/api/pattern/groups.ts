import { totalmem } from "node:os";
import type { LeafSet } from "@heatlas/engine";
import type { Context } from "../context.ts";
import { canonicalJson } from "../heatmap/identity.ts";
import type { Pool } from "../sql.ts";
import { type Cache, openCache } from "./cache.ts";
import { choose, leaveOutFlagged, leaveOutSeen } from "./choose.ts";
import {
  type Layer,
  type LeafNumber,
  readFlags,
  readLeafNumbers,
  readMembers,
  readTrees,
  readTruths,
  type TreeColumns,
} from "./columns.ts";
import type { Eligibility } from "./filter.ts";
import type { LeavedRun, Scope, ScopeRun } from "./scope.ts";

/** The trees of one method of one run under one setting, and which of them count. */
export interface ChosenTrees {
  readonly run: ScopeRun;
  readonly layer: Layer;
  readonly leafSet: LeafSet;
  readonly trees: TreeColumns;
  /** One byte a tree, 1 where it counts, else 0. */
  readonly chosen: Uint8Array;
}

/** With what frequencies are told of them beside. */
export interface Part extends ChosenTrees {
  /** Trees that count and whose shape was left to tie-breaking, whatever the pattern. */
  readonly ties: number;
  /** Trees of images that a newer run has too, where they are counted. */
  readonly repeated: number;
  /** The true class of each tree's image, −1 where there is none. */
  readonly classes: Int32Array;
  /** What is added to an image's position in the run, so that the images of all parts have one order. */
  readonly offset: number;
}

/** What is counted together: one method with one set of parameters. Methods are never pooled. */
export interface Group {
  readonly method: string;
  readonly parameters: unknown;
  readonly parts: readonly Part[];
}

export interface Grouping {
  readonly scope: Scope;
  readonly eligibility: Eligibility;
  /** Why it is not the default one, where nobody chose it. */
  readonly eligibilityReason: string | null;
  readonly groups: readonly Group[];
}

/** Columns of some millions of trees, where the machine or its container has the room. */
const cacheBytes = Math.min(2 ** 29, Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY) / 8);

/** What was read through this pool of connections. */
const caches = new WeakMap<Pool, Cache>();

export function cacheOf({ sql }: Context): Cache {
  const found = caches.get(sql);
  if (found) return found;
  const cache = openCache(cacheBytes);
  caches.set(sql, cache);
  return cache;
}

/** Reads the trees of a scope, by method, and chooses those that count. */
export async function groupTrees(context: Context, scope: Scope): Promise<Grouping> {
  const { runs, settingId, filter, leafSet: leaves } = scope;
  const wanted = runs.flatMap((run, place) => {
    const offset = runs.slice(0, place).reduce((sum, { imageCount }) => sum + imageCount, 0);
    return run.methods
      .filter(({ method }) => !filter.methods || filter.methods.includes(method))
      .map((chosen) => ({ run, offset, ...chosen }));
  });
  const read = await Promise.all(
    wanted.map(async ({ run, offset, ...method }) => {
      if (settingId === null) return [];
      const layer = { projectId: context.project.id, runId: run.id, methodPosition: method.position, settingId };
      return [{ ...method, ...(await readPart(context, scope, run, layer)), offset }];
    }),
  );
  const parts = read.flat();
  const [eligibility, eligibilityReason] = eligibilityOf(scope, parts);
  const groups = new Map<string, Group & { parts: Part[] }>();
  for (const { method, parameters } of wanted) {
    const key = canonicalJson([method, parameters]);
    if (!groups.has(key)) groups.set(key, { method, parameters, parts: [] });
  }
  for (const { method, parameters, rights, sets, flags, ...part } of parts) {
    const group = groups.get(canonicalJson([method, parameters]))!;
    const chosen = choose({ ...part, rights, sets }, filter.classes, eligibility, leaves.leaves.length);
    if (flags) leaveOutFlagged(flags, filter.withoutFlags, chosen);
    const repeated = leaveOutSeen(part.trees, chosen, group.parts);
    group.parts.push({ ...part, chosen, repeated, ties: countTies(part.trees, chosen) });
  }
  return { scope, eligibility, eligibilityReason, groups: [...groups.values()] };
}

function countTies({ ties }: TreeColumns, chosen: Uint8Array): number {
  let count = 0;
  for (let t = 0; t < ties.length; t++) count += ties[t]! & chosen[t]!;
  return count;
}

async function readPart(context: Context, scope: Scope, run: LeavedRun, layer: Layer) {
  const cache = cacheOf(context);
  const { sql } = context;
  const { labelSet, imageSets } = scope;
  const place = `${layer.runId} ${layer.methodPosition} ${layer.settingId}`;
  const version = String(run.doneTrees);
  const trees = await cache.get(`trees ${place}`, version, () => readTrees(sql, layer, run.models.length));
  const truths =
    labelSet &&
    (await cache.get(`truths ${place}`, `${version} ${labelSet.revision}`, () =>
      readTruths(sql, layer, labelSet.id, trees.positions),
    ));
  const none = () => new Int32Array(trees.positions.length).fill(-1);
  const sets = await Promise.all(imageSets.map((set) => membersOf(context, run, layer, set, trees)));
  return {
    run,
    layer,
    trees,
    leafSet: run.leafSet,
    classes: truths?.classes ?? none(),
    rights: truths?.rights ?? none(),
    sets,
    flags: await flagsOf(context, scope, layer, trees),
  };
}

/** Which of these trees' images are in a set: 1, by tree. */
export async function membersOf(
  context: Context,
  run: ScopeRun,
  layer: Layer,
  { id, revision }: { id: string; revision: string },
  trees: TreeColumns,
): Promise<Uint8Array> {
  const key = `members ${layer.runId} ${layer.methodPosition} ${layer.settingId} ${id}`;
  const { members } = await cacheOf(context).get(key, `${run.doneTrees} ${revision}`, () =>
    readMembers(context.sql, layer, id, trees.positions),
  );
  return members;
}

/** A number of each of a part's maps. */
export async function leafNumbersOf(
  context: Context,
  { maskRevision }: Scope,
  { run, layer, trees }: Pick<Part, "run" | "layer" | "trees">,
  what: LeafNumber,
): Promise<Float64Array> {
  const key = `${what} ${layer.runId} ${layer.methodPosition} ${layer.settingId}`;
  const version = what === "off_object" ? `${trees.forest.trees} ${maskRevision}` : String(trees.forest.trees);
  const { numbers } = await cacheOf(context).get(key, version, () =>
    readLeafNumbers(context.sql, layer, run.models.length, trees.positions, what),
  );
  return numbers;
}

/** What makes a tree's maps worth doubting; null where nobody asks for trees without. */
async function flagsOf(context: Context, scope: Scope, layer: Layer, trees: TreeColumns) {
  if (scope.filter.withoutFlags === 0) return null;
  const key = `flags ${layer.runId} ${layer.methodPosition} ${layer.settingId}`;
  const { flags } = await cacheOf(context).get(key, String(trees.forest.trees), () =>
    readFlags(context.sql, layer, trees.positions),
  );
  return flags;
}

function eligibilityOf(
  { filter, labelSet }: Scope,
  parts: readonly { rights: Int32Array }[],
): [Eligibility, string | null] {
  if (filter.eligibility) return [filter.eligibility, null];
  if (!labelSet) return ["all", "All images count: the models have different label sets, so none is right or wrong."];
  if (parts.some(({ rights }) => rights.some((right) => right >= 0))) return ["every_right", null];
  return ["all", "All images count: none of them has a truth, so no model is right or wrong."];
}
