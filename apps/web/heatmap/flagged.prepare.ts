/** What the maps of a flag are called, in the order of their gravity. */
export const flaggedMaps = [
  ["constant", "constant maps"],
  ["not_finite", "maps that are not finite"],
  ["equals_vanilla", "maps equal to vanilla"],
  ["saturated_softmax", "maps with a saturated softmax"],
  ["conservation_off", "maps off their conservation"],
] as const satisfies readonly (readonly [string, string])[];

const words: Readonly<Record<string, string>> = {
  constant: "constant",
  not_finite: "not finite",
  equals_vanilla: "equal to vanilla",
  saturated_softmax: "with a saturated softmax",
  conservation_off: "off their conservation",
};

/** "3 constant." */
export const flaggedText = (name: string, count: number) => `${count.toLocaleString("en")} ${words[name] ?? name}.`;

interface Tally {
  readonly flagged: number;
  readonly flags: readonly { flag: { name: string }; count: number }[];
}

/** The tool's tooltip: "4 maps are worth doubting: 3 constant, 1 equal to vanilla". */
export function flaggedTitle({ flagged, flags }: Tally): string {
  const parts = flags.map(({ flag, count }) => flaggedText(flag.name, count).replace(/\.$/, ""));
  return `${flagged.toLocaleString("en")} ${flagged === 1 ? "map is" : "maps are"} worth doubting: ${parts.join(", ")}`;
}
