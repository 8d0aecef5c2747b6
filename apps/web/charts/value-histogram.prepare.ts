import type { Normalisation } from "../heatmap/look.prepare.ts";

/** A map as the .npy route gives it: float32, C order, [height, width], before normalisation. */
export interface MapValues {
  width: number;
  height: number;
  values: Float32Array;
}

/** Reads NumPy's format 1.0–3.0 for little-endian float32 matrices. Null for anything else. */
export function readNpy(bytes: ArrayBuffer): MapValues | null {
  const view = new DataView(bytes);
  if (bytes.byteLength < 12 || view.getUint32(0) !== 0x934e554d) return null;
  const longHeader = view.getUint8(6) > 1;
  const start = longHeader ? 12 : 10;
  const length = longHeader ? view.getUint32(8, true) : view.getUint16(8, true);
  const header = new TextDecoder().decode(new Uint8Array(bytes, start, length));
  const shape = /'shape':\s*\((\d+),\s*(\d+),?\s*\)/.exec(header);
  if (!shape || !/'descr':\s*'<f4'/.test(header) || !/'fortran_order':\s*False/.test(header)) return null;
  const [height, width] = [Number(shape[1]), Number(shape[2])];
  const from = start + length;
  if (bytes.byteLength - from !== height * width * 4) return null;
  return { width, height, values: new Float32Array(bytes.slice(from)) };
}

export interface Histogram {
  /** Shares of the map's cells, lowest values first; they sum to 1. */
  bins: number[];
  /** Each bin's height against the tallest, 0–1. */
  heights: number[];
}

/**
 * How often each normalised value occurs, on the colour bar's own scale, so that bar and bins line up. That of a signed map
 * has 0 in its middle.
 */
export function prepareHistogram(
  { values }: MapValues,
  normalisation: Normalisation,
  signed: boolean,
  binCount = 16,
): Histogram {
  const scale = scaleOf(values, normalisation);
  const position = (value: number) => Math.min(1, Math.max(0, signed ? (scale(value) + 1) / 2 : scale(value)));
  const counts = new Array<number>(binCount).fill(0);
  for (const value of values) counts[Math.min(binCount - 1, Math.floor(position(value) * binCount))]! += 1;
  const tallest = Math.max(1, ...counts);
  return { bins: counts.map((count) => count / values.length), heights: counts.map((count) => count / tallest) };
}

/** A value as it is shown, not clipped (definitions.md §2, normalise on read). */
function scaleOf(values: Float32Array, normalisation: Normalisation): (value: number) => number {
  const sorted = Float32Array.from(values).sort();
  const low = sorted[0] ?? 0;
  const high = sorted.at(-1) ?? 0;
  if (low === high) return () => 0;
  if (normalisation === "absmax" || normalisation === "absp99") {
    const largest = Math.max(Math.abs(low), Math.abs(high));
    const p99 = normalisation === "absp99" ? percentile(sorted.map(Math.abs).sort(), 0.99) : 0;
    return (value) => value / (p99 > 0 ? p99 : largest);
  }
  const p99 = percentile(sorted, 0.99);
  const top = normalisation === "p99" && p99 > low ? p99 : high;
  return (value) => (value - low) / (top - low);
}

/** Linear interpolation between closest ranks, NumPy's default. */
function percentile(sorted: Float32Array, share: number): number {
  const rank = (sorted.length - 1) * share;
  const below = Math.floor(rank);
  const from = sorted[below]!;
  return from + ((sorted[below + 1] ?? from) - from) * (rank - below);
}
