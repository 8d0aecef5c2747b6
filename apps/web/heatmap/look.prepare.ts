import { type ColourMap, signedColourMaps, unsignedColourMaps } from "../charts/colour-map.ts";

/** How maps are shown; none of it changes what they are. */
export interface Look {
  /** Opacity of the map over the photograph, 0–1. */
  overlay: number;
  colormap: ColourMap;
  normalisation: Normalisation;
}

export type Normalisation = "p99" | "minmax" | "absmax" | "absp99";

const unsignedNormalisations: readonly (readonly [Normalisation, string])[] = [
  ["p99", "p99"],
  ["minmax", "min–max"],
  ["absmax", "max"],
];

/** Only what leaves zero where it is: the colours are centred on it. */
const signedNormalisations: readonly (readonly [Normalisation, string])[] = [
  ["absmax", "absmax"],
  ["absp99", "±p99"],
];

/** How a method's maps can be brought on the colours' scale, and how that reads; the usual way first. */
export const normalisationsOf = (signed: boolean) => (signed ? signedNormalisations : unsignedNormalisations);

export const defaultOverlay = 0.62;

/** The look that an address asks for; what it does not say, or says wrongly, is the method's default. */
export function readLook(read: (name: string) => string | undefined, signed: boolean): Look {
  const colourMaps = signed ? signedColourMaps : unsignedColourMaps;
  const percent = Number(read("overlay") ?? Number.NaN);
  return {
    overlay: percent >= 0 && percent <= 100 ? percent / 100 : defaultOverlay,
    colormap: colourMaps.find((name) => name === read("colour")) ?? colourMaps[0]!,
    normalisation:
      normalisationsOf(signed).find(([name]) => name === read("normalise"))?.[0] ?? normalisationsOf(signed)[0]![0],
  };
}

/** The default look of a method, where nothing can be chosen. */
export const usualLook = (signed: boolean): Pick<Look, "colormap" | "normalisation"> =>
  signed ? { colormap: "blue-white-red", normalisation: "absmax" } : { colormap: "inferno", normalisation: "p99" };

/** The ends of the colour bar: signed maps are centred on 0. */
export const scaleEnds = (signed: boolean): readonly [string, string] => (signed ? ["−1", "1"] : ["0", "1"]);
