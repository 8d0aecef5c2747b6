import type { Context } from "../context.ts";

const known = new WeakMap<Context, Map<string, Promise<unknown>>>();

/** What is loaded under this key, once an operation: the frequencies that it asks for share it. */
export function once<Value>(context: Context, key: string, load: () => Promise<Value>): Promise<Value> {
  const loaded = known.get(context) ?? new Map<string, Promise<unknown>>();
  known.set(context, loaded);
  const found = loaded.get(key) ?? load();
  loaded.set(key, found);
  return found as Promise<Value>;
}
