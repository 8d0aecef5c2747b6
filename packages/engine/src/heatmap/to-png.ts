import sharp from "sharp";
import { type ColourMap, colourTable } from "./colour-map.ts";
import type { Grid } from "./grid.ts";
import { resize } from "./resize.ts";
import { keepsZero, type Shown, scaleToShow } from "./scale-to-show.ts";

export interface Painting {
  readonly colourMap: ColourMap;
  readonly normalisation: Shown;
  /** Whether the map has a sign: where zero stays zero, it is then the middle of the colour map. */
  readonly signed: boolean;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** The map alone as an opaque PNG: normalised, resized bilinearly, then coloured. */
export async function toPng(grid: Grid, painting: Painting): Promise<Uint8Array> {
  const { width, height } = painting;
  const pixels = paint(resize(scaleToShow(grid, painting.normalisation), width, height), painting);
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** RGB bytes of a normalised map: value v takes step ⌊256 v⌋, as matplotlib does. */
function paint(grid: Grid, { colourMap, normalisation, signed }: Painting): Uint8Array {
  const table = colourTable(colourMap);
  const centred = signed && keepsZero(normalisation);
  const pixels = new Uint8Array(grid.values.length * 3);
  grid.values.forEach((value, cell) => {
    const place = centred ? (value + 1) / 2 : Math.max(value, 0);
    const step = Math.min(Math.floor(place * 256), 255) * 3;
    pixels.set(table.subarray(step, step + 3), cell * 3);
  });
  return pixels;
}
