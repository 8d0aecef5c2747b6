import { type ColourMap, signedColourMaps, unsignedColourMaps } from "../charts/colour-map.ts";

/** How maps are shown; none of it changes what they are. */
export interface Look {
  /** Opacity of the map over the photograph, 0–1. */
  overlay: number;
  colormap: ColourMap;
  normalisation: Normalisation;
}

export const normalisations = ["p99", "minmax", "absmax"] as const;
export type Normalisation = (typeof normalisations)[number];

export const defaultOverlay = 0.62;

/** The look that an address asks for; what it does not say, or says wrongly, is the method's default. */
export function readLook(read: (name: string) => string | undefined, signed: boolean): Look {
  const colourMaps = signed ? signedColourMaps : unsignedColourMaps;
  const percent = Number(read("overlay") ?? Number.NaN);
  return {
    overlay: percent >= 0 && percent <= 100 ? percent / 100 : defaultOverlay,
    colormap: colourMaps.find((name) => name === read("colour")) ?? colourMaps[0]!,
    normalisation: normalisations.find((name) => name === read("normalise")) ?? (signed ? "absmax" : "p99"),
  };
}

/** The default look of a method, where nothing can be chosen. */
export const usualLook = (signed: boolean): Pick<Look, "colormap" | "normalisation"> =>
  signed ? { colormap: "blue-white-red", normalisation: "absmax" } : { colormap: "inferno", normalisation: "p99" };

/** The ends of the colour bar: signed maps are centred on 0. */
export const scaleEnds = (normalisation: Normalisation): readonly [string, string] =>
  normalisation === "absmax" ? ["−1", "1"] : ["0", "1"];
