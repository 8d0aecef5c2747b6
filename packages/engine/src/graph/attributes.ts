import type { Attributes } from "./graph.ts";

/** A number attribute, or its default. */
export function number(attributes: Attributes, name: string, otherwise: number): number {
  const value = attributes[name];
  return typeof value === "number" ? value : otherwise;
}

/** A list attribute, or undefined where the node has none. */
export function findList(attributes: Attributes, name: string): readonly number[] | undefined {
  const value = attributes[name];
  return Array.isArray(value) ? (value as readonly number[]) : undefined;
}

/** A list attribute that this dialect always spells out. */
export function list(attributes: Attributes, name: string): readonly number[] {
  const value = findList(attributes, name);
  if (!value) throw new Error(`no attribute ${name}`);
  return value;
}

/** A text attribute, or its default. */
export function text(attributes: Attributes, name: string, otherwise: string): string {
  const value = attributes[name];
  return typeof value === "string" ? value : otherwise;
}
