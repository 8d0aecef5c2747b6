import { type Setting, type SettingKey, settingOptions } from "../cluster/setting.prepare.ts";

export interface SettingCount {
  readonly setting: Setting;
  readonly k: number | null;
  readonly n: number | null;
  readonly holds: boolean | null;
}

const wordOf = (setting: Setting, key: SettingKey) =>
  settingOptions[key].find(([option]) => option === setting[key])?.[1] ?? setting[key];

/**
 * What a verdict hangs on, where one choice alone explains which settings keep it: "only under Ward"; null where all
 * agree, where no single choice explains it, or where settings are missing.
 */
export function dependenceOf(counts: readonly SettingCount[], shown: boolean): string | null {
  if (counts.length === 0 || counts.some(({ holds }) => holds === null)) return null;
  const kept = counts.filter(({ holds }) => holds === shown);
  if (kept.length === 0 || kept.length === counts.length) return null;
  for (const key of Object.keys(settingOptions) as SettingKey[]) {
    const values = new Set(kept.map(({ setting }) => setting[key]));
    const explains = counts.every(({ setting, holds }) => values.has(setting[key]) === (holds === shown));
    if (!explains) continue;
    const names = new Set(kept.map(({ setting }) => wordOf(setting, key)));
    return `only under ${[...names].join(" or ")}`;
  }
  return null;
}

/** The counts as a table: a row for each normalisation and measure, a column for each distance and linkage. */
export function settingTable(counts: readonly SettingCount[]) {
  const nameOf = ({ setting }: SettingCount, keys: readonly SettingKey[]) =>
    keys.map((key) => wordOf(setting, key)).join(", ");
  const columnOf = (count: SettingCount) => nameOf(count, ["distance", "linkage"]);
  const rowOf = (count: SettingCount) => nameOf(count, ["normalisation", "measure"]);
  const columns = [...new Set(counts.map(columnOf))];
  const rows = [...new Set(counts.map(rowOf))].map((name) => ({
    name,
    cells: columns.map((column) => counts.find((count) => rowOf(count) === name && columnOf(count) === column) ?? null),
  }));
  return { columns, rows };
}
