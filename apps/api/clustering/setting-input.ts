import { distances, leastSides, linkageMethods, measureNames, normalisations } from "@heatlas/engine";
import { type AnalysisSetting, defaultSetting } from "../analysis/setting.ts";
import { builder } from "../builder.ts";
import { InputError } from "../errors.ts";

const known = {
  normalisation: ["auto", ...normalisations],
  measure: measureNames,
  distance: distances,
  linkage: linkageMethods,
} as const;

/** Below it no window of SSIM fits (and HOG needs more); above it one map is a million values. */
const gridRange = { least: 16, most: 512 };

const listed = (words: readonly string[]) => `${words.slice(0, -1).join(", ")} or ${words.at(-1)}.`;

export const SettingInput = builder.inputType("SettingInput", {
  description: "How maps are brought together, compared and clustered; what is left out is the default's.",
  fields: (t) => ({
    normalisation: t.string({ description: listed(known.normalisation) }),
    grid: t.int({ description: "Side of the comparison grid in pixels." }),
    measure: t.string({ description: listed(known.measure) }),
    distance: t.string({ description: listed(known.distance) }),
    linkage: t.string({ description: listed(known.linkage) }),
  }),
});

export type SettingInputShape = typeof SettingInput.$inferInput;

/** The setting with what was left out filled in. Throws InputError where a word or a size is none that there is. */
export function readSetting(given: SettingInputShape | null | undefined, field = "setting"): AnalysisSetting {
  const entries = Object.entries(given ?? {}).filter(([, value]) => value !== null && value !== undefined);
  for (const [key, value] of entries) {
    if (key === "grid") refuseOtherSize(Number(value), field);
    else refuseOtherWord(key as keyof typeof known, String(value), field);
  }
  const setting: AnalysisSetting = { ...defaultSetting, ...Object.fromEntries(entries) };
  refuseSmallGrid(setting, field);
  return setting;
}

function refuseSmallGrid({ measure, grid }: AnalysisSetting, field: string): void {
  const least = leastSides[measure];
  if (grid >= least) return;
  throw new InputError(
    `The comparison grid is ${grid} pixels wide; ${measure} needs at least ${least}.`,
    `${field}.grid`,
  );
}

function refuseOtherWord(key: keyof typeof known, value: string, field: string): void {
  if ((known[key] as readonly string[]).includes(value)) return;
  throw new InputError(`There is no ${key} "${value.slice(0, 80)}"; choose ${listed(known[key])}`, `${field}.${key}`);
}

function refuseOtherSize(grid: number, field: string): void {
  const { least, most } = gridRange;
  if (grid >= least && grid <= most) return;
  throw new InputError(`The comparison grid is ${grid} pixels wide; it can be ${least} to ${most}.`, `${field}.grid`);
}

/** A setting in a few words, for sentences. */
export const settingText = ({ normalisation, measure, distance, linkage, grid }: AnalysisSetting) =>
  `${normalisation}, ${measure}, ${distance}, ${linkage}${grid === defaultSetting.grid ? "" : `, ${grid} pixels`}`;
