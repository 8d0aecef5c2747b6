import { majority, type Tally, wilsonInterval } from "@heatlas/engine";
import type { AnalysisSetting } from "../analysis/setting.ts";
import { builder } from "../builder.ts";
import { ImageSet } from "../image-set/schema.ts";
import { Class } from "../label-set/class.ts";
import { Model } from "../model/schema.ts";
import { node } from "../node.ts";
import { Run } from "../run/schema.ts";
import { rowSelection } from "../selection.ts";
import { loadWithSiblings } from "../siblings.ts";
import { IntervalRef } from "./numbers-schema.ts";
import { findRows, loadModels } from "./rows.ts";
import type { SettingCount } from "./stability.ts";

/** A count with its interval, of a part of the images. */
interface PartCount {
  readonly tally: Tally;
}

const PartCountRef = builder.interfaceRef<PartCount>("PatternCount").implement({
  description: "A count of images of one method.",
  fields: (t) => ({
    k: t.int({ description: "Images that show the pattern.", resolve: ({ tally }) => tally.k }),
    n: t.int({ description: "Images that can be judged.", resolve: ({ tally }) => tally.n }),
    unknown: t.int({ description: "Images that cannot be judged.", resolve: ({ tally }) => tally.unknown }),
    interval: t.field({
      type: IntervalRef,
      nullable: true,
      description: "Null where no image can be judged.",
      resolve: ({ tally: { k, n } }) => (n === 0 ? null : wilsonInterval(k, n)),
    }),
  }),
});

export interface ClassCount extends PartCount {
  readonly labelSetId: string;
  readonly index: number;
}

export const ClassCountRef = builder.objectRef<ClassCount>("PatternClassCount").implement({
  interfaces: [PartCountRef],
  fields: (t) => ({ class: t.field({ type: Class, resolve: ({ labelSetId, index }) => ({ labelSetId, index }) }) }),
});

const AnalysisSettingRef = builder.objectRef<AnalysisSetting>("AnalysisSetting").implement({
  description: "How maps are brought together, compared and clustered.",
  fields: (t) => ({
    normalisation: t.exposeString("normalisation"),
    grid: t.exposeInt("grid"),
    measure: t.exposeString("measure"),
    distance: t.exposeString("distance"),
    linkage: t.exposeString("linkage"),
  }),
});

export const SettingCountRef = builder.objectRef<SettingCount>("PatternSettingCount").implement({
  description: "The count under another analysis setting.",
  fields: (t) => ({
    setting: t.field({ type: AnalysisSettingRef, resolve: ({ setting }) => setting }),
    k: t.int({
      nullable: true,
      description: "Null where some run is not analysed under it.",
      resolve: ({ tally }) => tally?.k ?? null,
    }),
    n: t.int({ nullable: true, resolve: ({ tally }) => tally?.n ?? null }),
    holds: t.boolean({
      nullable: true,
      description: "k/n > ½; null where n is 0 or not known.",
      resolve: ({ tally }) => tally && majority(tally),
    }),
  }),
});

export interface ArchitectureCount extends PartCount {
  readonly architecture: string;
  readonly modelIds: readonly string[];
}

export const ArchitectureCountRef = builder.objectRef<ArchitectureCount>("PatternArchitectureCount").implement({
  description: "The same pattern asked of the models of one architecture.",
  interfaces: [PartCountRef],
  fields: (t) => ({
    architecture: t.exposeString("architecture", { description: "The models' family." }),
    models: t.field({
      type: [Model],
      resolve: ({ modelIds }, _args, context, info) => loadModels(context, info, modelIds),
    }),
  }),
});

export interface RunCount extends PartCount {
  readonly runId: string;
}

export const RunCountRef = builder.objectRef<RunCount>("PatternRunCount").implement({
  interfaces: [PartCountRef],
  fields: (t) => ({
    run: t.field({
      type: Run,
      resolve: async ({ runId }, _args, context, info) => {
        const select = rowSelection(info, context, node.select);
        return (await loadWithSiblings(info, runId, (ids) => findRows(context.db.run, context, ids, select)))!;
      },
    }),
  }),
});

export interface ImageSetCount extends PartCount {
  readonly imageSetId: string;
}

export const ImageSetCountRef = builder.objectRef<ImageSetCount>("PatternImageSetCount").implement({
  interfaces: [PartCountRef],
  fields: (t) => ({
    imageSet: t.field({
      type: ImageSet,
      resolve: async ({ imageSetId }, _args, context, info) => {
        const select = rowSelection(info, context, node.select);
        return (await loadWithSiblings(info, imageSetId, (ids) =>
          findRows(context.db.imageSet, context, ids, select),
        ))!;
      },
    }),
  }),
});
