import { float, type Integer, integer, type Local, vector } from "../../wasm/code.ts";
import { defineFunction, type FunctionSource, type Scope } from "../../wasm/module.ts";
import { advance, both, bytes, slide } from "./slide.ts";
import type { Window } from "./window.ts";

const { add, subtract, multiply, divide, lane, load, store } = vector;

/**
 * Local similarities of a tile of two prepared maps, in rows that begin at `local` and are `localPitch` bytes apart; the
 * sum of each row, in the order of its columns, is added to the row's number at `sums`:
 * (2μxμy + C1)(2σxy + C2) / ((μx² + μy² + C1)(σx² + σy² + C2)) (Wang 2004, eq. 13).
 */
export const compare = (window: Window): FunctionSource =>
  defineFunction(
    "compare",
    {
      ...({ a: "i32", b: "i32", plane: "i32", pitch: "i32", columns: "i32", rows: "i32" } as const),
      ...({ c1: "f64", c2: "f64", sums: "i32", local: "i32", localPitch: "i32" } as const),
    },
    ({ a, b, plane, c1: givenC1, c2: givenC2, sums, local, localPitch, ...size }, scope) => {
      const [meansA, variancesA, setA] = planesOf(a, plane, scope);
      const [meansB, variancesB, setB] = planesOf(b, plane, scope);
      const [c1, c2, two] = [scope.local("v128"), scope.local("v128"), scope.local("v128")];
      const factor = window.covarianceFactor === 1 ? two : scope.local("v128");
      const [x, y, xy, similarity] = [
        scope.local("v128"),
        scope.local("v128"),
        scope.local("v128"),
        scope.local("v128"),
      ];
      const sum = scope.local("f64");
      const at = (map: Local<"i32">, place: Integer, offset = 0) => load(integer.add(map, place), offset);
      return [
        ...setA,
        ...setB,
        c1.set(vector.of(givenC1)),
        c2.set(vector.of(givenC2)),
        two.set(both(2)),
        factor.set(both(2 * window.covarianceFactor)),
        slide(window, scope, size, {
          read: (place) => multiply(at(a, place), at(b, place)),
          openRow: [sum.set(float.load(sums))],
          emit: (mean, { place, column, offset }, count) => {
            const above = multiply(add(multiply(two, xy), c1), add(multiply(factor, subtract(mean, xy)), c2));
            const spread = add(add(at(variancesA, place, offset), at(variancesB, place, offset)), c2);
            const below = multiply(add(add(multiply(x, x), multiply(y, y)), c1), spread);
            return [
              x.set(at(meansA, place, offset)),
              y.set(at(meansB, place, offset)),
              xy.set(multiply(x, y)),
              similarity.set(divide(above, below)),
              store(integer.add(local, column), similarity, offset),
              ...([0, 1] as const).slice(0, count).map((each) => sum.set(float.add(sum, lane(similarity, each)))),
            ];
          },
          closeRow: [float.store(sums, sum), advance(sums, bytes(1)), advance(local, localPitch)],
        }),
      ];
    },
  );

/** Where a map's means and variances are. */
function planesOf(map: Local<"i32">, plane: Local<"i32">, scope: Scope) {
  const [means, variances] = [scope.local("i32"), scope.local("i32")];
  const set = [means.set(integer.add(map, plane)), variances.set(integer.add(means, plane))];
  return [means, variances, set] as const;
}
