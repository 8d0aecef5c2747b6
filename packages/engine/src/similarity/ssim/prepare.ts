import { type Integer, integer, type Local, vector } from "../../wasm/code.ts";
import { defineFunction, type FunctionSource } from "../../wasm/module.ts";
import { both, slide } from "./slide.ts";
import type { Window } from "./window.ts";

const { load, store, multiply, subtract } = vector;

/**
 * Means μ and population's variances σ² of a tile's windows, times the window's `total` and its square. A map is three
 * planes, `plane` bytes apart: its values, and the means and the variances of its windows, each at the place of its
 * window's first value.
 */
export const prepare = (window: Window): FunctionSource =>
  defineFunction(
    "prepare",
    { map: "i32", plane: "i32", pitch: "i32", columns: "i32", rows: "i32" },
    ({ map, plane, ...size }, scope) => {
      const [means, variances] = [scope.local("i32"), scope.local("i32")];
      const share = scope.local("v128");
      const squared = (plane: Local<"i32">, place: Integer, offset = 0) => {
        const value = load(integer.add(plane, place), offset);
        return multiply(value, value);
      };
      return [
        means.set(integer.add(map, plane)),
        variances.set(integer.add(means, plane)),
        share.set(both(1 / window.total)),
        slide(window, scope, size, {
          read: (place, offset) => load(integer.add(map, place), offset),
          emit: (sum, { place, offset }) => [store(integer.add(means, place), multiply(share, sum), offset)],
        }),
        slide(window, scope, size, {
          read: (place, offset) => squared(map, place, offset),
          emit: (sum, { place, offset }) => {
            const variance = subtract(sum, squared(means, place, offset));
            return [store(integer.add(variances, place), variance, offset)];
          },
        }),
      ];
    },
  );
