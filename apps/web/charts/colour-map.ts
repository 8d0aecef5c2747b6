/** Evenly spaced stops of the published maps (matplotlib's), for colour bars and matrices; the API colours the maps. */
const stops = {
  inferno: "000004 160b39 420a68 6a176e 932667 bc3754 dd513a f37819 fca50a f6d746 fcffa4",
  viridis: "440154 482475 414487 355f8d 2a788e 21918c 22a884 44bf70 7ad151 bddf26 fde725",
  cividis: "00224e 123570 3b496c 575d6d 707173 8a8678 a59c74 c3b369 e1cc55 fee838",
  magma: "000004 140e36 3b0f70 641a80 8c2981 b73779 de4968 f7705c fe9f6d fecf92 fcfdbf",
  jet: "000080 0000ff 0080ff 00ffff 80ff80 ffff00 ff8000 ff0000 800000",
  "blue-white-red": "0000ff ffffff ff0000",
} as const;

export type ColourMap = keyof typeof stops;
export type Rgb = readonly [number, number, number];

export const unsignedColourMaps: readonly ColourMap[] = ["inferno", "viridis", "cividis", "magma", "jet"];
export const signedColourMaps: readonly ColourMap[] = ["blue-white-red"];

/** jet is not uniform and invents edges; it stays for comparing with older figures. */
export const colourMapLabel = (name: ColourMap) => (name === "jet" ? "jet (legacy)" : name.replaceAll("-", "–"));

const rgbOf = (hex: string): Rgb => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;

const tables: ReadonlyMap<ColourMap, readonly Rgb[]> = new Map(
  (Object.keys(stops) as ColourMap[]).map((name) => [name, stops[name].split(" ").map(rgbOf)]),
);

/** The colour at `share` in 0–1, clamped, linear between stops. */
export function colourAt(name: ColourMap, share: number): Rgb {
  const table = tables.get(name)!;
  const position = Math.min(1, Math.max(0, share)) * (table.length - 1);
  const below = Math.min(table.length - 2, Math.floor(position));
  const mix = position - below;
  return table[below]!.map((from, channel) =>
    Math.round(from + (table[below + 1]![channel]! - from) * mix),
  ) as unknown as Rgb;
}

/** A CSS gradient of the whole map, left to right. */
export const gradientOf = (name: ColourMap) =>
  `linear-gradient(90deg, ${tables
    .get(name)!
    .map((rgb) => `rgb(${rgb.join(" ")})`)
    .join(", ")})`;

/** WCAG's relative luminance, 0–1. */
export function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Black or white, whichever has the higher contrast on the colour (they are equal at a luminance of .179). */
export const inkOn = (rgb: Rgb) => (luminance(rgb) > 0.179 ? "#000000" : "#ffffff");
