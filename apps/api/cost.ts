import { type GraphQLField, getNullableType, isListType } from "graphql";
import { defaultPageSize, maxPageSize } from "./keyset.ts";

/**
 * What one operation may ask for. The grid page, with 50 images, two methods and all that they show, costs about 45,000;
 * everything of everything costs millions.
 */
export const limits = { complexity: 200_000, depth: 16, breadth: 400 };

/** Lists that are not pages: a run's models, a tree's merges. */
const usualLength = 10;

/** A field costs 1; what lies beneath a list counts once for each row that is asked for. */
export function costOf(args: Record<string, unknown>, _context: unknown, field: GraphQLField<unknown, never>) {
  if (field.args.some(({ name }) => name === "first")) {
    const asked = Number(args.first ?? args.last ?? defaultPageSize);
    // What is less than none is refused where it is read; it must not pay for the rest of the operation.
    return { field: 1, multiplier: Math.max(0, Math.min(asked, maxPageSize)) };
  }
  // The connection has counted its rows.
  if (field.name === "edges") return { field: 1, multiplier: 1 };
  return { field: 1, multiplier: isListType(getNullableType(field.type)) ? usualLength : 1 };
}
