/** How maps are brought together, compared and clustered, in the API's words. */
export interface Setting {
  readonly normalisation: string;
  readonly measure: string;
  readonly distance: string;
  readonly linkage: string;
}

export type SettingKey = keyof Setting;

/** The one under which every run is analysed. */
export const usualSetting: Setting = {
  normalisation: "auto",
  measure: "ssim-gaussian",
  distance: "one-minus",
  linkage: "ward",
};

const keys = ["normalisation", "measure", "distance", "linkage"] as const satisfies readonly SettingKey[];

/** What each part of a setting can be, and how it reads. */
export const settingOptions: Readonly<Record<SettingKey, readonly (readonly [string, string])[]>> = {
  normalisation: [
    ["auto", "auto"],
    ["p99", "p99"],
    ["minmax", "min–max"],
    ["absmax", "absmax"],
  ],
  measure: [
    ["ssim-gaussian", "SSIM gaussian"],
    ["ssim-uniform", "SSIM uniform"],
    ["pearson", "Pearson"],
    ["spearman", "Spearman"],
    ["hog", "HOG"],
    ["iou", "IoU of the top 10 %"],
  ],
  distance: [
    ["one-minus", "1 − s"],
    ["root", "√(1 − s)"],
  ],
  linkage: [
    ["ward", "Ward"],
    ["average", "average"],
    ["single", "single"],
    ["complete", "complete"],
    ["weighted", "weighted"],
    ["centroid", "centroid"],
    ["median", "median"],
  ],
};

export const settingLabels: Readonly<Record<SettingKey, string>> = {
  measure: "Measure",
  distance: "Distance",
  linkage: "Linkage",
  normalisation: "Normalise",
};

export const isSameSetting = (a: Setting, b: Setting) => keys.every((key) => a[key] === b[key]);

/** The setting as an address carries it; nothing for the usual one. */
export const settingAddress = (setting: Setting): string | undefined =>
  isSameSetting(setting, usualSetting) ? undefined : keys.map((key) => setting[key]).join();

/** The setting of an address; the usual one where it says nothing that there is. */
export function readSettingAddress(text: string | undefined): Setting {
  const words = (text ?? "").split(",");
  const known = keys.every((key, place) => settingOptions[key].some(([value]) => value === words[place]));
  if (!known || words.length !== keys.length) return usualSetting;
  return Object.fromEntries(keys.map((key, place) => [key, words[place]])) as unknown as Setting;
}

/** p99, SSIM gaussian, 1 − s, Ward: each part as its option reads. */
export const settingWords = (setting: Setting): string =>
  keys.map((key) => settingOptions[key].find(([value]) => value === setting[key])?.[1] ?? setting[key]).join(", ");

/** A run's trees under one setting: how many there are of how many. */
export interface SettingState {
  readonly setting: Setting & { readonly grid: number };
  readonly plannedTrees: number;
  readonly doneTrees: number;
}

/** The side of the comparison grid that the page's settings have. */
const usualGrid = 224;

/** What is known of a setting beside the usual one; null where it was never asked for. */
export const stateOf = (states: readonly SettingState[], setting: Setting): SettingState | null =>
  states.find((state) => state.setting.grid === usualGrid && isSameSetting(state.setting, setting)) ?? null;
