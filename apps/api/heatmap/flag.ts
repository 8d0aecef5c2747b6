import type { Flag } from "@heatlas/engine";

interface KeptFlag {
  /** In the column heatmap.flags. It never changes: rows hold it. */
  readonly bit: number;
  /** What it says to a person who looks at the map. */
  readonly sentence: string;
}

const kept: Readonly<Record<Flag, KeptFlag>> = {
  constant: { bit: 1, sentence: "The map has one value everywhere: it points nowhere." },
  "not-finite": { bit: 2, sentence: "Some of the map's values are not numbers: there is nothing to show." },
  "equals-vanilla": {
    bit: 4,
    sentence: "No ReLU of this model takes part in the method's rule: this is the vanilla gradient under another name.",
  },
  "saturated-softmax": {
    bit: 8,
    sentence: "The class has all the probability (1, within a millionth): small changes of the picture cannot move it.",
  },
  "conservation-off": {
    bit: 16,
    sentence:
      "What pixels, biases and ε got of the class score misses it by more than a thousandth: relevance was lost on the way, or outgrew what float32 can add up.",
  },
};

export const everyFlag = Object.keys(kept) as readonly Flag[];

export const sentenceOf = (flag: Flag): string => kept[flag].sentence;

export const bitsOf = (flags: readonly Flag[]): number => flags.reduce((bits, flag) => bits | kept[flag].bit, 0);

export const flagsIn = (bits: number): Flag[] => everyFlag.filter((flag) => (bits & kept[flag].bit) !== 0);
