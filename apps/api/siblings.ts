import DataLoader from "dataloader";
import type { FieldNode, GraphQLResolveInfo } from "graphql";

/**
 * One loader per field of one execution. graphql-js makes the array of a field's nodes once per execution and hands the
 * same array to every object of a list, so it identifies exactly the siblings: same arguments, same selection beneath.
 */
const loaders = new WeakMap<readonly FieldNode[], DataLoader<string, unknown>>();

/**
 * Loads a field for all the objects of a list at once, so that the number of SQL statements does not grow with the list.
 * `load` answers a map from key to value; a key without one gives `undefined`.
 *
 * Where the values are rows, each sibling takes the rowSelection itself, before it loads: that also tells Pothos, object
 * by object, that what lies beneath is loaded. Taken once for all it would load every row again.
 */
export async function loadWithSiblings<Value>(
  info: GraphQLResolveInfo,
  key: string,
  load: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): Promise<Value | undefined> {
  let loader = loaders.get(info.fieldNodes);
  if (!loader) {
    loader = new DataLoader<string, unknown>(async (keys) => {
      const found = await load(keys);
      return keys.map((each) => found.get(each));
    });
    loaders.set(info.fieldNodes, loader);
  }
  return (await loader.load(key)) as Value | undefined;
}

/** Rows by a key, in the order in which they came. */
export function groupBy<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
