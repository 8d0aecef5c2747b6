import { type Tally, wilsonInterval } from "@heatlas/engine";
import { builder } from "../builder.ts";
import { ImageSet } from "../image-set/schema.ts";
import { Class } from "../label-set/class.ts";
import { node } from "../node.ts";
import { Run } from "../run/schema.ts";
import { rowSelection } from "../selection.ts";
import { loadWithSiblings } from "../siblings.ts";
import { IntervalRef } from "./numbers-schema.ts";
import { findRows } from "./rows.ts";

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
