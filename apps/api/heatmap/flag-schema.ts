import type { Flag } from "@heatlas/engine";
import { builder } from "../builder.ts";
import { everyFlag, sentenceOf } from "./flag.ts";

const nameOf = (flag: Flag) => flag.replaceAll("-", "_");

export const FlagEnum = builder.enumType("FlagName", {
  description: "What can make a map worth doubting.",
  values: Object.fromEntries(
    everyFlag.map((flag) => [nameOf(flag), { value: flag, description: sentenceOf(flag) }]),
  ) as Record<string, { value: Flag; description: string }>,
});

export const FlagRef = builder.objectRef<Flag>("Flag").implement({
  description: "Something that makes a map worth doubting.",
  fields: (t) => ({
    name: t.field({ type: FlagEnum, resolve: (flag) => flag }),
    sentence: t.string({ description: "What it means, for a person.", resolve: sentenceOf }),
  }),
});
