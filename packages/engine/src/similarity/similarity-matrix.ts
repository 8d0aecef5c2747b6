import { EngineError } from "../errors.ts";
import type { Grid } from "../heatmap/grid.ts";
import { type Normalisation, normalise, resolveNormalisation } from "../heatmap/normalise.ts";
import { type Rect, resize } from "../heatmap/resize.ts";
import { intersect, sameRect, within } from "./intersect.ts";
import type { Measure } from "./measure.ts";
import { type MeasureName, measureNames, measures } from "./measures.ts";

/** One model's map of the picture that all maps of a matrix explain. */
export interface ComparedMap {
  /** Before any normalisation, at its native resolution. */
  readonly grid: Grid;
  readonly signed: boolean;
  /** The part of the picture that it covers, in fractions. */
  readonly rect: Rect;
}

/** How maps are brought together and measured; every part is identity of the numbers (definitions.md §2–3). */
export interface SimilaritySetting {
  readonly normalisation: Normalisation | "auto";
  /** Side of the square comparison grid in pixels. */
  readonly grid: number;
  readonly measure: MeasureName;
}

/** The smallest side among the maps' grids: the comparison grid called `common`. */
export function commonGrid(maps: readonly ComparedMap[]): number {
  return Math.min(...maps.flatMap(({ grid }) => [grid.width, grid.height]));
}

/**
 * Similarity of every pair of maps, i < j row by row; null where the measure is not defined, or a map not finite. Each number depends on its
 * two maps and the setting alone.
 * @throws EngineError `unknown-measure`, `unknown-normalisation`, `grid-too-small`, `nothing-in-common`
 */
export function similarityMatrix(maps: readonly ComparedMap[], setting: SimilaritySetting): (number | null)[] {
  if (!Object.hasOwn(measures, setting.measure)) {
    throw new EngineError(
      "unknown-measure",
      `There is no measure ${setting.measure}; choose one of ${measureNames.join(", ")}.`,
      { measure: setting.measure },
    );
  }
  const measure: Measure = measures[setting.measure];
  const prepared = maps.map((map) => preparer(map, setting, measure));
  const values: (number | null)[] = [];
  for (const [i, a] of maps.entries()) {
    for (let j = i + 1; j < maps.length; j++) {
      const b = maps[j]!;
      const rect = sameRect(a.rect, b.rect) ? a.rect : intersect(a.rect, b.rect);
      const [one, other] = [prepared[i]!, prepared[j]!];
      const areKnown = one !== null && other !== null;
      values.push(areKnown ? measure.compare(one(rect), other(rect), dataRange(a, b, setting)) : null);
    }
  }
  return values;
}

/** L of definitions.md §3. */
function dataRange(a: ComparedMap, b: ComparedMap, { normalisation }: SimilaritySetting): number {
  const signed = a.signed || b.signed;
  return signed && resolveNormalisation(normalisation, signed) === "absmax" ? 2 : 1;
}

/**
 * A map's statistics on a part of the picture: computed once a part, and most often there is one part only. Null for a map
 * of which some value is no number, or becomes none.
 */
function preparer(map: ComparedMap, { normalisation, grid }: SimilaritySetting, measure: Measure) {
  const normal = normalise(map.grid, resolveNormalisation(normalisation, map.signed));
  if (!areFinite(map.grid.values) || !areFinite(normal.values)) return null;
  const kept = new Map<string, unknown>();
  return (rect: Rect): unknown => {
    const key = `${rect.x} ${rect.y} ${rect.width} ${rect.height}`;
    const window = sameRect(rect, map.rect) ? undefined : within(map.rect, rect);
    if (!kept.has(key)) kept.set(key, measure.prepare(resize(normal, grid, grid, window)));
    return kept.get(key);
  };
}

/** A number less itself is 0, unless it is none: every map of a matrix is looked through, so without a call a value. */
function areFinite(values: Float64Array): boolean {
  for (let cell = 0; cell < values.length; cell++) if (values[cell]! - values[cell]! !== 0) return false;
  return true;
}
