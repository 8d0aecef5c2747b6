import {
  float,
  type Integer,
  integer,
  type Local,
  type Statement,
  type Vector,
  vector,
  whileTrue,
} from "../../wasm/code.ts";
import type { Scope } from "../../wasm/module.ts";
import { mostShared, type Window } from "./window.ts";

/**
 * Windows that are looked through at once: what the passes leave for each other stays in the processor's own caches. Whole
 * groups of rows, of as many as the pass down takes at a time.
 */
export const tile = { columns: 240, rows: 112 } as const;

const mostBorder = 5;
const valueBytes = 8;

/** Bytes from one row of a tile to the next: not a power of two, whose rows would share a few lines of the cache. */
const tilePitch = (tile.columns + 2 * mostBorder + 14) * valueBytes;
/** The memory begins with a tile. */
export const tileBytes = (tile.rows + 2 * mostBorder) * tilePitch;

/** What a tile's windows look at, and what becomes of their means. Places are in bytes from the tile's first value. */
export interface Slide {
  /** Two neighbouring values, `offset` bytes on from a place. Up to seven beyond a row's end are read and not used. */
  read(place: Integer, offset: number): Vector;
  /** Takes the weighted sums of two neighbouring windows. */
  emit(sum: Vector, at: WindowPlace): readonly Statement[];
  readonly openRow?: readonly Statement[];
  readonly closeRow?: readonly Statement[];
}

/** Where two windows begin: `offset` bytes on from a place in the map, and as many from a place in their row. */
export interface WindowPlace {
  readonly place: Integer;
  readonly column: Integer;
  readonly offset: number;
  /** Which two these are of as many as are looked through at once. */
  readonly turn: number;
  readonly turns: Turns;
  /** 1 where the second lies beyond the row's end. */
  readonly count: 1 | 2;
}

type Turns = 1 | 4;

/** A tile's windows, and the bytes from one row of the map to the next. */
export interface TileSize {
  readonly columns: Integer;
  readonly rows: Integer;
  readonly pitch: Integer;
}

export const bytes = (values: number) => integer.constant(values * valueBytes);
export const advance = (local: Local<"i32">, by: Integer) => local.set(integer.add(local, by));
export const both = (value: number) => vector.of(float.constant(value));

/** Looks through all windows of a tile: values are gathered, folded down in place, and folded across row by row. */
export function slide(
  window: Window,
  scope: Scope,
  size: TileSize,
  { read, emit, openRow, closeRow }: Slide,
): Statement {
  const { eachRow, each, eachOf, column, place, tilePlace } = loops(scope, size.pitch);
  const weights = window.weights.map(() => scope.local("v128"));
  const rim = integer.constant(2 * window.border);
  const [rows, columns] = [integer.add(size.rows, rim), integer.add(size.columns, rim)];
  const shared = Array.from({ length: mostShared }, () => scope.local("v128"));
  const tap = (step: number) => (distance: number) => vector.load(tilePlace, distance * step);
  const down = window.down.fold(tap(tilePitch), weights, shared);
  const across = (count: 1 | 2, turns: Turns) =>
    Array.from({ length: turns }, (_, turn) => {
      const i = turn % window.across.windows;
      const along = (distance: number) => tap(valueBytes)(2 * (turn - i) + distance);
      const { share, sum } = window.across.fold(along, weights, shared)[i]!;
      return [...share, ...emit(sum, { place, column, offset: 2 * turn * valueBytes, turn, turns, count }).flat()];
    });
  return [
    ...weights.map((weight, i) => weight.set(both(window.weights[i]!))),
    eachRow(rows, 1, [
      eachOf(
        8,
        columns,
        [0, 2, 4, 6].map((on) => vector.store(tilePlace, read(place, on * valueBytes), on * valueBytes)),
      ),
    ]),
    // No later window begins in these rows.
    eachRow(size.rows, window.down.windows, [
      eachOf(
        2,
        columns,
        down.map(({ share, sum }, i) => [...share, ...vector.store(tilePlace, sum, i * tilePitch)]),
      ),
    ]),
    eachRow(size.rows, 1, [
      ...(openRow ?? []),
      column.set(integer.constant(0)),
      each(8, size.columns, across(2, 4)),
      each(2, size.columns, across(2, 1)),
      each(1, size.columns, across(1, 1)),
      ...(closeRow ?? []),
    ]),
  ].flat();
}

/** Loops over a tile's rows and, within, over groups of neighbours; where they are in the maps and in the tile. */
function loops(scope: Scope, pitch: Integer) {
  const [row, start, line] = [scope.local("i32"), scope.local("i32"), scope.local("i32")];
  const [column, end] = [scope.local("i32"), scope.local("i32")];
  const none = integer.constant(0);
  const each = (group: 1 | 2 | 8, count: Integer, body: readonly Statement[]): Statement => [
    ...end.set(integer.multiply(integer.and(count, integer.constant(-group)), bytes(1))),
    ...whileTrue(integer.below(column, end), [...body, advance(column, bytes(group))]),
  ];
  return {
    column,
    place: integer.add(start, column),
    tilePlace: integer.add(line, column),
    eachRow: (count: Integer, step: number, body: readonly Statement[]): Statement => [
      ...[row, start, line].flatMap((local) => local.set(none)),
      ...whileTrue(integer.below(row, count), [
        ...body,
        advance(row, integer.constant(step)),
        advance(start, pitch),
        advance(line, integer.constant(step * tilePitch)),
      ]),
    ],
    /** Over as many whole groups as there are left. */
    each,
    /** Over a row from its beginning, as many times as it takes to reach its end. */
    eachOf: (group: 2 | 8, count: Integer, body: readonly Statement[]): Statement => [
      ...column.set(none),
      ...each(group, integer.add(count, integer.constant(group - 1)), body),
    ],
  };
}
