import type { Flag } from "@heatlas/engine";
import { everyFlag } from "../heatmap/flag.ts";
import type { Sql } from "../sql.ts";

/** What the maps of one model by one method of a run come to. */
export interface ModelTally {
  readonly modelId: string;
  /** Maps that were looked at, and those with a flag. */
  readonly maps: number;
  readonly flagged: number;
  readonly byFlag: Readonly<Record<Flag, number>>;
  readonly offObject: OffObjectTally | null;
}

/** Of the shares off the object of the maps whose images have a mask. */
export interface OffObjectTally {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation; null for a single map. */
  readonly spread: number | null;
  /** The mean of maps that are even everywhere. */
  readonly even: number;
}

interface TallyRow {
  runId: string;
  methodPosition: number;
  modelId: string;
  maps: number;
  flagged: number;
  constant: number;
  notFinite: number;
  equalsVanilla: number;
  saturatedSoftmax: number;
  conservationOff: number;
  offObjectCount: number;
  offObjectSum: number;
  offObjectSquares: number;
  objectShareSum: number;
}

/** Of one of a run's methods. */
export const tallyKey = ({ runId, position }: { runId: string; position: number }) => `${runId} ${position}`;

export const runOfKey = (key: string) => key.slice(0, key.indexOf(" "));

/** By tallyKey, in the runs' order of models; models without a settled map are not there. */
export async function readTallies(
  sql: Sql,
  projectId: string,
  runIds: readonly string[],
): Promise<Map<string, ModelTally[]>> {
  const rows = await sql<TallyRow[]>`
    select run_tally.*, model_id from run_tally
    join run_model on run_model.project_id = run_tally.project_id and run_model.run_id = run_tally.run_id
      and run_model.position = model_position
    where run_tally.project_id = ${projectId} and run_tally.run_id = any(${[...new Set(runIds)]}::uuid[])
    order by model_position`;
  const tallies = new Map<string, ModelTally[]>();
  for (const row of rows) {
    const key = tallyKey({ runId: row.runId, position: row.methodPosition });
    tallies.set(key, [...(tallies.get(key) ?? []), tallyOf(row)]);
  }
  return tallies;
}

function tallyOf(row: TallyRow): ModelTally {
  const { modelId, maps, flagged, constant, notFinite, equalsVanilla, saturatedSoftmax, conservationOff } = row;
  const byFlag: Record<Flag, number> = {
    constant,
    "not-finite": notFinite,
    "equals-vanilla": equalsVanilla,
    "saturated-softmax": saturatedSoftmax,
    "conservation-off": conservationOff,
  };
  return { modelId, maps, flagged, byFlag, offObject: offObjectOf(row) };
}

function offObjectOf({ offObjectCount: n, offObjectSum, offObjectSquares, objectShareSum }: TallyRow) {
  if (n === 0) return null;
  const mean = offObjectSum / n;
  // Sums that are added to and taken from may leave a rest below zero.
  const variance = n > 1 ? Math.max(0, (offObjectSquares - n * mean * mean) / (n - 1)) : null;
  return { n, mean, spread: variance === null ? null : Math.sqrt(variance), even: 1 - objectShareSum / n };
}

/** Counts of each flag that some map has, over models. */
export const flagCounts = (tallies: readonly ModelTally[]): { flag: Flag; count: number }[] =>
  everyFlag
    .map((flag) => ({ flag, count: tallies.reduce((sum, { byFlag }) => sum + byFlag[flag], 0) }))
    .filter(({ count }) => count > 0);
