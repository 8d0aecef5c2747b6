import { distanceText, linkageText, measureText, normalisationText } from "../cluster/setting-text.ts";

/** How maps were brought together, compared and clustered. */
export interface Setting {
  readonly normalisation: string;
  readonly grid: number;
  readonly measure: string;
  readonly distance: string;
  readonly linkage: string;
}

const fields = ["normalisation", "grid", "measure", "distance", "linkage"] as const satisfies (keyof Setting)[];

/** A setting in an address: "minmax.224.ssim-uniform.root.average". */
export const settingKey = (setting: Setting) => fields.map((field) => setting[field]).join(".");

/** The setting that an address carries; undefined where it carries none that can be read. */
export function readSettingKey(key: string | undefined): Setting | undefined {
  const [normalisation, grid, measure, distance, linkage, ...rest] = key?.split(".") ?? [];
  if (!normalisation || !measure || !distance || !linkage || rest.length > 0) return undefined;
  return Number.isInteger(Number(grid)) ? { normalisation, grid: Number(grid), measure, distance, linkage } : undefined;
}

const words: Record<Exclude<keyof Setting, "grid">, (setting: Setting) => string> = {
  normalisation: normalisationText,
  measure: measureText,
  distance: distanceText,
  linkage: linkageText,
};

/** minmax, SSIM uniform, √(1 − SSIM), average. */
export const settingText = (setting: Setting) =>
  [normalisationText, measureText, distanceText, linkageText].map((text) => text(setting)).join(", ");

export interface SettingCount {
  readonly setting: Setting;
  readonly k: number | null;
  readonly n: number | null;
  readonly holds: boolean | null;
}

/**
 * What a verdict hangs on, where one choice alone explains which settings keep it: "only under Ward"; null where all
 * agree, where no single choice explains it, or where settings are missing.
 */
export function dependenceOf(counts: readonly SettingCount[], shown: boolean): string | null {
  if (counts.length === 0 || counts.some(({ holds }) => holds === null)) return null;
  const kept = counts.filter(({ holds }) => holds === shown);
  if (kept.length === 0 || kept.length === counts.length) return null;
  for (const [field, text] of Object.entries(words) as [keyof typeof words, (setting: Setting) => string][]) {
    const values = new Set(kept.map(({ setting }) => setting[field]));
    const explains = counts.every(({ setting, holds }) => values.has(setting[field]) === (holds === shown));
    if (!explains) continue;
    const names = new Set(kept.map(({ setting }) => text(setting)));
    return `only under ${[...names].join(" or ")}`;
  }
  return null;
}

/** The counts as a table: a row for each normalisation and measure, a column for each distance and linkage. */
export function settingTable(counts: readonly SettingCount[]) {
  const columnOf = ({ setting }: SettingCount) => `${distanceText(setting)}, ${linkageText(setting)}`;
  const rowOf = ({ setting }: SettingCount) => `${normalisationText(setting)}, ${measureText(setting)}`;
  const columns = [...new Set(counts.map(columnOf))];
  const rows = [...new Set(counts.map(rowOf))].map((name) => ({
    name,
    cells: columns.map((column) => counts.find((count) => rowOf(count) === name && columnOf(count) === column) ?? null),
  }));
  return { columns, rows };
}
