import { float, type Integer, integer, type Local, type Vector, vector } from "../../wasm/code.ts";
import { defineFunction, type FunctionSource, type Scope } from "../../wasm/module.ts";
import { advance, both, bytes, slide, type WindowPlace } from "./slide.ts";
import type { Window } from "./window.ts";

const { add, subtract, multiply, divide, lane, larger, load, store } = vector;

const size = { pitch: "i32", columns: "i32", rows: "i32" } as const;
const pair = { a: "i32", b: "i32", plane: "i32", c1: "f64", c2: "f64" } as const;

/** Local similarities of a tile of two prepared maps, in rows that begin at `local`, as far apart as the maps'. */
export const compareLocally = (window: Window): FunctionSource =>
  defineFunction("compareLocally", { ...pair, ...size, local: "i32" }, ({ local, ...given }, scope) => {
    const { open, read, fraction } = similarity(given, scope);
    return [
      ...open,
      slide(window, scope, given, {
        read,
        emit: (sum, at) => {
          const { set, above, below } = fraction(sum, at);
          return [...set, store(integer.add(local, at.column), multiply(both(4), divide(above, below)), at.offset)];
        },
        closeRow: [advance(local, given.pitch)],
      }),
    ];
  });

/**
 * Sums of the local similarities of each row of a tile of two prepared maps, a quarter of them, are added to the row's number
 * at `sums`. Eight windows' similarities are added as fractions and divided once, two by two: the largest denominators are
 * left in the vector at `largest`, for whoever wants to know whether they are still numbers.
 */
export const compare = (window: Window): FunctionSource =>
  defineFunction("compare", { ...pair, ...size, sums: "i32", largest: "i32" }, ({ sums, largest, ...given }, scope) => {
    const { open, read, fraction } = similarity(given, scope);
    const [above, below, before] = [scope.local("v128"), scope.local("v128"), scope.local("v128")];
    const [rowSum, most, last] = [scope.local("v128"), scope.local("v128"), scope.local("f64")];
    return [
      ...open,
      most.set(load(largest)),
      slide(window, scope, given, {
        read,
        openRow: [rowSum.set(both(0)), last.set(float.load(sums))],
        emit: (sum, at) => {
          const next = fraction(sum, at);
          const isFirst = at.turn === 0;
          const quotient = divide(above, below);
          return [
            ...next.set,
            ...(isFirst
              ? [above.set(next.above), below.set(next.below)]
              : [
                  before.set(next.below),
                  above.set(add(multiply(above, before), multiply(below, next.above))),
                  below.set(multiply(below, before)),
                ]),
            ...(at.turn < at.turns - 1
              ? []
              : at.count === 2
                ? [rowSum.set(add(rowSum, quotient)), most.set(larger(most, below))]
                : [last.set(float.add(last, lane(quotient, 0)))]),
          ];
        },
        closeRow: [
          float.store(sums, float.add(last, float.add(lane(rowSum, 0), lane(rowSum, 1)))),
          advance(sums, bytes(1)),
        ],
      }),
      store(largest, most),
    ];
  });

/** What is known of the parameters by their names. */
interface Pair {
  readonly a: Local<"i32">;
  readonly b: Local<"i32">;
  readonly plane: Local<"i32">;
  readonly c1: Local<"f64">;
  readonly c2: Local<"f64">;
}

/**
 * A quarter of (2μxμy + C1)(2σxy + C2) / ((μx² + μy² + C1)(σx² + σy² + C2)) (Wang 2004, eq. 13), as a fraction. Means,
 * variances, C1 and C2 are on the scale of the planes.
 */
function similarity({ a, b, plane, ...constants }: Pair, scope: Scope) {
  const [meansA, variancesA, setA] = planesOf(a, plane, scope);
  const [meansB, variancesB, setB] = planesOf(b, plane, scope);
  const [c1, c2, half1, half2] = [scope.local("v128"), scope.local("v128"), scope.local("v128"), scope.local("v128")];
  const [x, y, xy] = [scope.local("v128"), scope.local("v128"), scope.local("v128")];
  const at = (map: Local<"i32">, place: Integer, offset: number) => load(integer.add(map, place), offset);
  return {
    open: [
      ...setA,
      ...setB,
      c1.set(vector.of(constants.c1)),
      c2.set(vector.of(constants.c2)),
      half1.set(multiply(both(0.5), c1)),
      half2.set(multiply(both(0.5), c2)),
    ],
    read: (place: Integer, offset: number) => multiply(at(a, place, offset), at(b, place, offset)),
    fraction: (sum: Vector, { place, offset }: WindowPlace) => {
      const spread = add(add(at(variancesA, place, offset), at(variancesB, place, offset)), c2);
      return {
        set: [x.set(at(meansA, place, offset)), y.set(at(meansB, place, offset)), xy.set(multiply(x, y))],
        above: multiply(add(xy, half1), add(subtract(sum, xy), half2)),
        below: multiply(add(add(multiply(x, x), multiply(y, y)), c1), spread),
      };
    },
  };
}

/** Where a map's means and variances are. */
function planesOf(map: Local<"i32">, plane: Local<"i32">, scope: Scope) {
  const [means, variances] = [scope.local("i32"), scope.local("i32")];
  const set = [means.set(integer.add(map, plane)), variances.set(integer.add(means, plane))];
  return [means, variances, set] as const;
}
