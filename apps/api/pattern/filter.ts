import type { AnalysisSetting } from "../analysis/setting.ts";
import { builder } from "../builder.ts";
import { readSetting, SettingInput } from "../clustering/setting-input.ts";
import { bitsOf } from "../heatmap/flag.ts";
import { FlagEnum } from "../heatmap/flag-schema.ts";
import { uuidOf } from "../ids.ts";

/** What the leaves of the trees are to a pattern (definitions.md §5). */
export type Leaves = "models" | "architectures";

export const LeavesEnum = builder.enumType("PatternLeaves", {
  description: "What the leaves of the trees are to a pattern.",
  values: {
    models: { description: "Models: runs of the same ones are counted together." },
    architectures: {
      description:
        "Architectures: sentences name families, and runs of different models are counted together where each has one " +
        "model of each of the same families. An id names the newest run's model of its family.",
    },
  } satisfies Record<Leaves, { description: string }>,
});

/** Which images count (definitions.md §5). */
export type Eligibility = "every_right" | "some_wrong" | "every_wrong" | "all";

export const EligibilityEnum = builder.enumType("Eligibility", {
  description:
    "Which images count, by what the run's models predict. Without a truth in the models' one label set an image is " +
    "neither right nor wrong.",
  values: {
    every_right: { description: "Every model is right." },
    some_wrong: { description: "Some model is wrong." },
    every_wrong: { description: "Every model is wrong." },
    all: { description: "All images, also those without a truth." },
  } satisfies Record<Eligibility, { description: string }>,
});

export const PatternFilter = builder.inputType("PatternFilter", {
  description: "Which trees count.",
  fields: (t) => ({
    leaves: t.field({ type: LeavesEnum, description: "models by default." }),
    runs: t.idList({ description: "Runs of the same models; a saved pattern takes all runs of its models." }),
    imageSets: t.idList({ description: "Images of any of these sets." }),
    classes: t.intList({ description: "Images of any of these true classes, by index in the models' label set." }),
    methods: t.stringList({ description: "Slugs; all of the runs' methods by default." }),
    setting: t.field({ type: SettingInput }),
    eligibility: t.field({
      type: EligibilityEnum,
      description:
        "every_right by default, where the models have one label set and some image has its truth; else all.",
    }),
    withoutFlags: t.field({
      type: [FlagEnum],
      description: "Leaves out images of which some model's map by the method has any of these flags.",
    }),
  }),
});

/** A filter with its ids read. */
export interface Filter {
  readonly leaves: Leaves;
  /** Null: all runs of the pattern's models. */
  readonly runIds: readonly string[] | null;
  readonly imageSetIds: readonly string[] | null;
  readonly classes: readonly number[] | null;
  readonly methods: readonly string[] | null;
  readonly setting: AnalysisSetting;
  readonly eligibility: Eligibility | null;
  /** Bits of heatmap/flag.ts; 0 leaves nothing out. */
  readonly withoutFlags: number;
}

type Given = typeof PatternFilter.$inferInput;

/** Throws InputError, NotFoundError. An empty list says nothing, and leaves nothing out. */
export function readFilter(given: Given | null | undefined, project: { slug: string }): Filter {
  const some = <T>(list: readonly T[] | null | undefined) => (list && list.length > 0 ? list : null);
  return {
    leaves: given?.leaves ?? "models",
    runIds: some(given?.runs)?.map((id) => uuidOf("run", String(id), project)) ?? null,
    imageSetIds: some(given?.imageSets)?.map((id) => uuidOf("image-set", String(id), project)) ?? null,
    classes: some(given?.classes),
    methods: some(given?.methods),
    // Looked up, not computed: what no run has been analysed under is said to be missing.
    setting: readSetting(given?.setting),
    eligibility: given?.eligibility ?? null,
    withoutFlags: bitsOf(given?.withoutFlags ?? []),
  };
}
