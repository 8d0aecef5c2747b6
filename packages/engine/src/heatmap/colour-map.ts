import { EngineError } from "../errors.ts";
import { colourTables } from "./colour-tables.ts";

export type ColourMap = keyof typeof colourTables;

export const colourMaps = Object.keys(colourTables) as readonly ColourMap[];

const tables = Object.fromEntries(
  Object.entries(colourTables).map(([name, lines]) => [name, Uint8Array.from(Buffer.from(lines.join(""), "hex"))]),
) as Record<ColourMap, Uint8Array>;

/**
 * The colour map's 256 × RGB bytes, lowest value first.
 * @throws EngineError `unknown-colour-map`
 */
export function colourTable(name: ColourMap): Uint8Array {
  if (!Object.hasOwn(tables, name)) {
    throw new EngineError(
      "unknown-colour-map",
      `There is no colour map ${name}; choose one of ${colourMaps.join(", ")}.`,
      { name },
    );
  }
  return tables[name];
}
