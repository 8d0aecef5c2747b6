// Not the whole engine, which takes a thread half a second to load.
import { hasTies, linkage, optimalLeafOrder, silhouettesOfCuts } from "@heatlas/engine/clustering/index.ts";
import { gammaPermutation } from "@heatlas/engine/comparison/index.ts";
import { bootstrap, patternChance } from "@heatlas/engine/pattern/index.ts";

/** What a thread can be asked for, by name: pure functions of what can be sent to it. */
export const functions = {
  bootstrap,
  gammaPermutation,
  hasTies,
  linkage,
  optimalLeafOrder,
  patternChance,
  silhouettesOfCuts,
};

export type Functions = typeof functions;
export type FunctionName = keyof Functions;
export type ArgumentsOf<Name extends FunctionName> = Parameters<Functions[Name]>;
export type ValueOf<Name extends FunctionName> = ReturnType<Functions[Name]>;
