import type { Grid } from "../../heatmap/grid.ts";
import { type Kernel, openKernel } from "./kernel.ts";
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
  /**
   * Compares two maps of this size. `local`, of `pitch` numbers a row, is empty unless it is asked for; what is given is the
   * memory itself, valid until the next comparison.
   */
  compare(a: DeskMap, b: DeskMap, c1: number, c2: number, wantsLocal: boolean): Compared;
}

/** Of columns × rows windows. */
export interface Compared {
  readonly columns: number;
  readonly rows: number;
  /** Of the local similarities, by row. */
  readonly sums: Float64Array;
  readonly local: Float64Array;
  readonly pitch: number;
}

/** What a desk holds at most, unless two maps alone are more: 50 maps at 224². */
const limitBytes = 2 ** 26;
const pageBytes = 2 ** 16;
const align = (bytes: number, to: number) => Math.ceil(bytes / to) * to;

export function openDesk(window: SsimWindow, { width, height }: Grid): Desk {
  const { border } = windows[window];
  const [columns, rows] = [width - 2 * border, height - 2 * border];
  const pitch = align(width, 2) * 8;
  const plane = pitch * height;
  const sums = align(tileBytes, 16);
  const local = sums + align(rows * 8, 16);
  const maps = local + plane;
  const kernel = openKernel(window);
  const tiles = tilesOf(columns, rows);
  const place = placer(kernel, maps, 3 * plane, (at, { values }) => {
    const memory = new Float64Array(kernel.memory.buffer);
    for (let y = 0; y < height; y++) memory.set(values.subarray(y * width, (y + 1) * width), (at + y * pitch) / 8);
    for (const { x, y, ...size } of tiles)
      kernel.prepare(at + y * pitch + x * 8, plane, pitch, size.columns, size.rows);
  });
  return {
    width,
    height,
    compare: (a, b, c1, c2, wantsLocal) => {
      const [atA, atB] = [place(a, b), place(b, a)];
      const rowSums = new Float64Array(kernel.memory.buffer, sums, rows).fill(0);
      const localPitch = wantsLocal ? pitch : 0;
      for (const { x, y, ...size } of tiles) {
        const first = y * pitch + x * 8;
        const out = local + y * localPitch + x * 8;
        kernel.compare(
          ...([atA + first, atB + first, plane, pitch, size.columns, size.rows] as const),
          ...([c1, c2, sums + y * 8, out, localPitch] as const),
        );
      }
      const view = new Float64Array(kernel.memory.buffer, local, wantsLocal ? plane / 8 : 0);
      return { columns, rows, sums: rowSums, local: view, pitch: pitch / 8 };
    },
  };
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
