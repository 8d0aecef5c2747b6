import { EngineError } from "../errors.ts";
import type { Rect } from "../heatmap/resize.ts";

/**
 * What two rectangles of one picture have in common.
 * @throws EngineError `nothing-in-common`
 */
export function intersect(a: Rect, b: Rect): Rect {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  if (width <= 0 || height <= 0) {
    throw new EngineError("nothing-in-common", "The two maps show parts of the picture that have nothing in common.");
  }
  return { x, y, width, height };
}

export function sameRect(a: Rect, b: Rect): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** `part` of the picture, in fractions of `rect` instead of the picture. */
export function within(rect: Rect, part: Rect): Rect {
  return {
    x: (part.x - rect.x) / rect.width,
    y: (part.y - rect.y) / rect.height,
    width: part.width / rect.width,
    height: part.height / rect.height,
  };
}
