import type { Place } from "../invalid.ts";
import type { LeafSet } from "../leaf-set.ts";
import type { Cursor } from "../sentence/cursor.ts";

/** One thing that a term is given: read from JSON, said in a sentence, and read from one. */
export interface Field<T> {
  /** @throws EngineError `invalid-pattern`, `unknown-leaf` */
  read(value: unknown, place: Place, leafSet: LeafSet): T;
  print(value: T, leafSet: LeafSet): string;
  /** Reads at the cursor and moves it on; undefined where no such thing stands there. Leaves are still called by name. */
  parse(cursor: Cursor): T | undefined;
  /**
   * Ids for the names that were read.
   * @throws EngineError `unknown-leaf`
   */
  resolve?(value: T, leafSet: LeafSet): T;
  /** One that these leaves can be asked about, for the hint of a sentence that cannot be read. */
  example(leafSet: LeafSet): T;
  /** The one form of values that mean the same. */
  canonical?(value: T): T;
}
