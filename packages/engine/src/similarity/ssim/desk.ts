import type { Grid } from "../../heatmap/grid.ts";
import { type Kernel, openKernel, type TileOfTwo } from "./kernel.ts";
import { tile, tileBytes } from "./slide.ts";
import { type SsimWindow, windows } from "./window.ts";

/** A map that is to lie in the kernel's memory, under a number of its own. */
export interface DeskMap {
  readonly id: number;
  readonly grid: Grid;
}

/** The kernel's memory, with prepared maps of one size. */
export interface Desk {
  readonly width: number;
  readonly height: number;
  /** Similarities of two maps of this size in every window, row by row. */
  local(a: DeskMap, b: DeskMap, constants: Constants): Float64Array;
  /** Mean of these. */
  mean(a: DeskMap, b: DeskMap, constants: Constants): number;
}

/** C1 and C2. */
export type Constants = readonly [c1: number, c2: number];

/** What a desk holds at most, unless two maps alone are more: 50 maps at 224². */
const limitBytes = 2 ** 26;
const pageBytes = 2 ** 16;
const align = (bytes: number, to: number) => Math.ceil(bytes / to) * to;

export function openDesk(window: SsimWindow, { width, height }: Grid): Desk {
  const { border, total, covarianceFactor } = windows[window];
  const [columns, rows] = [width - 2 * border, height - 2 * border];
  const pitch = align(width, 2) * 8;
  // No multiple of a page: planes that are read side by side would share a few lines of the cache.
  const plane = align(pitch * height, 4096) + 640;
  const largest = align(tileBytes, 16);
  const sums = largest + 16;
  const out = sums + align(rows * 8, 16);
  const maps = out + plane;
  const kernel = openKernel(window);
  const tiles = tilesOf(columns, rows);
  const place = placer(kernel, maps, 3 * plane, (at, { values }) => {
    const memory = new Float64Array(kernel.memory.buffer);
    if (pitch === width * 8) memory.set(values, at / 8);
    else for (let y = 0; y < height; y++) memory.set(values.subarray(y * width, (y + 1) * width), (at + y * pitch) / 8);
    for (const { x, y, ...size } of tiles)
      kernel.prepare(at + y * pitch + x * 8, plane, pitch, size.columns, size.rows);
  });
  const together = (a: DeskMap, b: DeskMap, [c1, c2]: Constants) => {
    const [atA, atB] = [place(a, b), place(b, a)];
    const scaled = [c1 * total ** 2, (c2 * total ** 2) / covarianceFactor] as const;
    return tiles.map(({ x, y, ...size }) => {
      const first = y * pitch + x * 8;
      const two: TileOfTwo = [atA + first, atB + first, plane, ...scaled, pitch, size.columns, size.rows];
      return { x, y, two };
    });
  };
  const view = (at: number, count: number) => new Float64Array(kernel.memory.buffer, at, count);
  const local: Desk["local"] = (a, b, constants) => {
    for (const { x, y, two } of together(a, b, constants)) kernel.compareLocally(...two, out + y * pitch + x * 8);
    const map = new Float64Array(columns * rows);
    for (let y = 0; y < rows; y++) map.set(view(out + y * pitch, columns), y * columns);
    return map;
  };
  const mean: Desk["mean"] = (a, b, constants) => {
    const found = together(a, b, constants);
    view(largest, 2 + rows).fill(0);
    for (const { y, two } of found) kernel.compare(...two, sums + y * 8, largest);
    const mean = (4 * sumOf(view(sums, rows))) / (columns * rows);
    const arePrecise =
      Math.max(...view(largest, 2)) < largestProduct && constants[0] * constants[1] > smallestDenominator;
    return arePrecise && Number.isFinite(mean) ? mean : sumOf(local(a, b, constants)) / (columns * rows);
  };
  return { width, height, local, mean };
}

/**
 * Between these, products of four denominators, each at least C1 C2, are as precise as any numbers: always so for maps and
 * data ranges of usual size. Beyond, the windows' similarities are divided one by one.
 */
const [smallestDenominator, largestProduct] = [1e-60, 1e300];

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** Tiles of windows, column by column: a row's are in the order of its columns, as its sum is. */
function tilesOf(columns: number, rows: number) {
  const tiles: { x: number; y: number; columns: number; rows: number }[] = [];
  for (let x = 0; x < columns; x += tile.columns) {
    for (let y = 0; y < rows; y += tile.rows) {
      tiles.push({ x, y, columns: Math.min(tile.columns, columns - x), rows: Math.min(tile.rows, rows - y) });
    }
  }
  return tiles;
}

/**
 * Finds a map's address in the memory, where it is put when it is not there. It takes the place of the one that was not asked
 * for longest, but never its partner's; only when it had to make room before, and is back, there is a place more. So there
 * are as many as maps that are compared with each other, and what is used stays in the processor's caches.
 */
function placer(kernel: Kernel, start: number, size: number, put: (at: number, grid: Grid) => void) {
  const most = Math.max(2, Math.floor((limitBytes - start) / size));
  // In the order in which they were last asked for.
  const places = new Map<number, number>();
  const placed = new WeakSet<DeskMap>();
  const addressFor = (map: DeskMap, partner: DeskMap): number => {
    if (places.size < 2 || (placed.has(map) && places.size < most)) {
      const at = start + places.size * size;
      const missing = Math.ceil((at + size - kernel.memory.buffer.byteLength) / pageBytes);
      if (missing > 0) kernel.memory.grow(missing);
      return at;
    }
    const oldest = [...places.keys()].find((id) => id !== partner.id)!;
    const at = places.get(oldest)!;
    places.delete(oldest);
    return at;
  };
  return (map: DeskMap, partner: DeskMap): number => {
    const known = places.get(map.id);
    const at = known ?? addressFor(map, partner);
    if (known === undefined) put(at, map.grid);
    placed.add(map);
    places.delete(map.id);
    places.set(map.id, at);
    return at;
  };
}
