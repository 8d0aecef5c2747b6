import { EngineError } from "../errors.ts";

/** Where in a pattern something is wrong, such as `all[1].joinsAt.rank`. */
export type Path = string;

/** A term's argument that is being read: where it stands, and what its term says ("form a clade"). */
export interface Place {
  readonly path: Path;
  readonly clause: string;
}

/** A pattern that names what is not there, or asks for what no tree can show. */
export function invalidPattern(path: Path, message: string): EngineError {
  return new EngineError("invalid-pattern", message, { path });
}
