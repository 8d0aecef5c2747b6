import type { AnalysisSetting } from "../analysis/setting.ts";
import { builder } from "../builder.ts";
import { readSetting, SettingInput } from "../clustering/setting-input.ts";
import { uuidOf } from "../ids.ts";

export const ComparisonSideInput = builder.inputType("ComparisonSideInput", {
  description: "One tree: of an image, or of a run's mean similarities.",
  fields: (t) => ({
    run: t.id({ required: true }),
    method: t.string({ required: true, description: "The slug of one of the run's methods." }),
    position: t.int({ description: "Its position, where the run has the method more than once." }),
    setting: t.field({ type: SettingInput, description: "The run's own by default." }),
    image: t.id({ description: "Left out: the tree of the mean over the images." }),
  }),
});

/** A side with its ids read. */
export interface SideQuestion {
  /** Which of the two, as errors name it. */
  readonly letter: "a" | "b";
  readonly runId: string;
  readonly method: string;
  readonly position: number | null;
  readonly setting: AnalysisSetting;
  readonly imageId: string | null;
}

/** Throws InputError, NotFoundError. */
export function readSideInput(
  letter: "a" | "b",
  given: typeof ComparisonSideInput.$inferInput,
  project: { slug: string },
): SideQuestion {
  return {
    letter,
    runId: uuidOf("run", String(given.run), project),
    method: given.method,
    position: given.position ?? null,
    setting: readSetting(given.setting, `${letter}.setting`),
    imageId: given.image == null ? null : uuidOf("image", String(given.image), project),
  };
}
