import { countWord, listText } from "../text/count.ts";
import { type Setting, settingOptions, settingWords } from "./setting.prepare.ts";

export interface SettingAnswer extends Setting {
  /** Null where it is not computed. */
  readonly answer: string | null;
}

export interface Square {
  readonly setting: Setting;
  readonly state: "same" | "other" | "missing";
  readonly told: string;
}

const words = { same: "the same", other: "otherwise", missing: "not computed" } as const;

/** One square a setting, in the API's order: a row a normalisation. */
export const squaresOf = (answers: readonly SettingAnswer[], shown: string): Square[] =>
  answers.map(({ answer, ...setting }) => {
    const state = answer === null ? "missing" : answer === shown ? "same" : "other";
    return { setting, state, told: `${settingWords(setting)}: ${words[state]}` };
  });

/** "The four that do not: average linkage under min–max." What they have in common where they have, else their number. */
export function dissentText(squares: readonly Square[]): string {
  const others = squares.filter(({ state }) => state === "other");
  if (others.length === 0) return "";
  const [first] = others;
  const who = others.length === 1 ? "The one that does not" : `The ${countWord(others.length)} that do not`;
  if (others.length === 1) return `${who}: ${settingWords(first!.setting)}.`;
  const common = (["linkage", "measure", "distance", "normalisation"] as const).flatMap((key) => {
    const value = first!.setting[key];
    if (!others.every(({ setting }) => setting[key] === value)) return [];
    return [`${settingOptions[key].find(([option]) => option === value)?.[1] ?? value}`];
  });
  return common.length === 0 ? `${who} have no part of the setting in common.` : `${who} all have ${listText(common)}.`;
}

/** What a pattern of a tree says, as the heading of its squares. */
export function patternText(pattern: Readonly<Record<string, unknown>>, names: ReadonlyMap<string, string>): string {
  const [key, args] = Object.entries(pattern)[0] as [string, { leaf?: string; leaves?: readonly string[] }];
  const leaves = listText((args.leaves ?? [args.leaf!]).map((id) => names.get(id) ?? "?"));
  if (key === "joinsLast") return `${leaves} joins last`;
  return key === "clade" ? `${leaves} form a clade` : `${leaves} cluster first`;
}
