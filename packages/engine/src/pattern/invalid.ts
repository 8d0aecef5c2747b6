import { EngineError } from "../errors.ts";

/** Where in a pattern something is wrong, such as `all[1].joinsAt.rank`. */
export type Path = string;

/** A pattern that names what is not there, or asks for what no tree can show. */
export function invalidPattern(path: Path, message: string): EngineError {
  return new EngineError("invalid-pattern", message, { path });
}
