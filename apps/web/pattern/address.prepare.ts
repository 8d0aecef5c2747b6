import { uuidOf, withQuery } from "../shell/routes.ts";
import type { PatternJson } from "./pattern.prepare.ts";

const modelPrefix = "model:default:";

/** A pattern in an address: its JSON, with models' uuids. */
export const patternText = (pattern: PatternJson) =>
  JSON.stringify(pattern, (_, value) =>
    typeof value === "string" && value.startsWith(modelPrefix) ? uuidOf(value) : value,
  );

/** The pattern that an address carries; null where it carries none that can be read. */
export function readPatternText(text: string | undefined): PatternJson | null {
  if (!text) return null;
  try {
    const pattern: unknown = JSON.parse(text, (key, value) => {
      if (key === "leaf") return modelPrefix + value;
      return key === "leaves" ? (value as string[]).map((uuid) => modelPrefix + uuid) : value;
    });
    return typeof pattern === "object" && pattern !== null && !Array.isArray(pattern) ? (pattern as PatternJson) : null;
  } catch {
    return null;
  }
}

interface Where {
  /** A run's id. */
  run: string;
  pattern: PatternJson;
  /** As methodChoices keys it. */
  method?: string | undefined;
  eligibility?: string | undefined;
  /** An image set's id. */
  set?: string | undefined;
  /** As settingAddress writes it. */
  setting?: string | undefined;
}

/** Where this pattern is counted over the trees of a run. */
export const patternPath = ({ run, pattern, method, eligibility, set, setting }: Where) =>
  withQuery("/pattern", {
    run: uuidOf(run),
    pattern: patternText(pattern),
    method,
    eligibility,
    set: set && uuidOf(set),
    setting,
  });
