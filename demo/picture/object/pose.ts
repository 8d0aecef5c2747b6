import type { Random } from "../random.ts";
import type { Solid } from "../solid.ts";

/** An object as drawn: its body and how it stands. Angles in turns, lift in the object's own units. */
export interface Posed {
  readonly solid: Solid;
  readonly yaw: number;
  readonly lean: number;
  readonly roll: number;
  readonly lift: number;
}

/** One class of objects: draws another of its kind for every random source. */
export type Drawing = (random: Random) => Posed;

export const upright = (solid: Solid, yaw: number): Posed => ({ solid, yaw, lean: 0, roll: 0, lift: 0 });
